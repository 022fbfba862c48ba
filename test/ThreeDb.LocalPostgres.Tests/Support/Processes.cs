using System.Diagnostics;
using System.Globalization;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>What the tests ask of other processes.</summary>
internal static class Processes
{
    /// <summary>The effective user of a process.</summary>
    public static uint UserOf(int process) => uint.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2],
        CultureInfo.InvariantCulture);

    /// <summary>Waits until no process has its working folder below a folder.</summary>
    public static async Task NoneWorksBelowAsync(string folder)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (ProcessTable.All().FirstOrDefault(process => WorksBelow(process, folder)) is > 0 and var found)
        {
            try
            {
                using var process = Process.GetProcessById(found);
                await process.WaitForExitAsync(limit.Token);
            }
            catch (ArgumentException)
            {
                // It is gone already.
            }
        }
    }

    /// <summary>The session of a process.</summary>
    public static int SessionOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }

    private static bool WorksBelow(int process, string folder) =>
        ProcessTable.ReadLink($"/proc/{process}/cwd")?.StartsWith(folder, StringComparison.Ordinal) ?? false;
}
