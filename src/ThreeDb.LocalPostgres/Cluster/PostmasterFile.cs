using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>What PostgreSQL writes into <c>postmaster.pid</c>.</summary>
/// <param name="ProcessId">Line 1.</param>
/// <param name="Port">Line 4.</param>
/// <param name="SocketFolder">Line 5.</param>
/// <param name="IsReady">Line 8: whether it says that it takes connections. Asking earlier would fill its log with refusals.</param>
internal sealed record PostmasterFile(int ProcessId, int Port, string SocketFolder, bool IsReady)
{
    /// <summary>Reads the file of a data folder; null when there is none, or it is still being written.</summary>
    public static PostmasterFile? Read(string path)
    {
        try
        {
            var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            return lines.Length >= 5
                && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    ? new PostmasterFile(process, port, lines[4], lines.ElementAtOrDefault(7)?.TrimEnd() == "ready")
                    : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
