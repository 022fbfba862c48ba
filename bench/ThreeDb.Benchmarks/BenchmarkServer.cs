using System.Diagnostics;
using System.Globalization;

namespace ThreeDb.Benchmarks;

/// <summary>A server of 3db in a process of its own.</summary>
/// <param name="process">The process; ended with this.</param>
/// <param name="url">Where it serves.</param>
/// <param name="folder">A folder of its own; deleted with this.</param>
public sealed class BenchmarkServer(Process process, Uri url, string folder) : IAsyncDisposable
{
    /// <summary>Where it serves.</summary>
    public Uri Url { get; } = url;

    /// <summary>The largest resident memory that the process has had, in MB (10^6 bytes); null where the system does not tell.</summary>
    public double? PeakMemory() => Read("VmHWM:");

    /// <summary>The resident memory that the process has now, in MB (10^6 bytes); null where the system does not tell.</summary>
    public double? Memory() => Read("VmRSS:");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private double? Read(string field)
    {
        var status = $"/proc/{process.Id}/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) : null;
        return line is null ? null : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
