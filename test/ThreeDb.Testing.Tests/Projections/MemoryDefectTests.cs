using System.Diagnostics;

namespace ThreeDb.Testing.Tests;

/// <summary>The conformance suite sees the errors that connectors may have: each is planted, and the suite, run once more in a process of its own, goes red.</summary>
public sealed class MemoryDefectTests
{
    public static TheoryData<string> Defects => [.. MemoryDefect.All.Select(defect => defect.Name)];

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task Planted_error_turns_the_conformance_suite_red(string defect)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(MemoryDefectTests).Assembly.Location, "-noColor", "-stopOnFail", "-class", typeof(RejectingMemoryConformanceTests).FullName! },
            Environment = { ["THREEDB_PLANT"] = defect },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode != 0 && output.Contains("[FAIL]", StringComparison.Ordinal), $"{defect} was not noticed.\n{output}");
    }
}
