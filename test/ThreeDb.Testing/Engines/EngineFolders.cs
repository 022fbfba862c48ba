using System.Globalization;

namespace ThreeDb.Testing;

/// <summary>The folders in which test processes run servers. A test process that was killed leaves its servers running: the next one ends them.</summary>
internal static class EngineFolders
{
    private static readonly SemaphoreSlim Sweeping = new(1);
    private static int _last;

    public static string Create(Engine engine)
    {
        var number = Interlocked.Increment(ref _last);
        var folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Prefix(engine)}{Environment.ProcessId}-{number}"));
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as another user when this is root.
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        return folder;
    }

    public static async Task EndAsync(Engine engine, string folder)
    {
        await engine.StopAsync(folder, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends what processes left behind that are no more.</summary>
    public static async Task SweepAsync(Engine engine)
    {
        await Sweeping.WaitAsync();
        try
        {
            foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix(engine) + "*").Where(IsOrphan))
            {
                await EndAsync(engine, folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another test process sweeps as well, or they are another user's.
        }
        finally
        {
            Sweeping.Release();
        }
    }

    private static string Prefix(Engine engine) => $"3db-engine-{engine.Name}-";

    private static bool IsOrphan(string folder) =>
        folder.Split('-') is [.., var process, _] && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}");
}
