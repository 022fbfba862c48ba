using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Every planted fault turns the tests red: each is switched on in a process of its own, which runs the test that must notice it.</summary>
[Collection(nameof(PlantedFaultTests))]
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int AtOnce = 2;
    private const string NoFault = "(no fault)";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Every_planted_fault_is_noticed()
    {
        if (!Prerequisite.IsCi && Environment.GetEnvironmentVariable("THREEDB_FAULTS") is not { Length: > 0 })
        {
            Assert.Skip("Builds everything once more and takes minutes. Set THREEDB_FAULTS=1, or run ./3db test --faults.");
        }

        var projects = PlantedFaultTable.All.Select(fault => fault.Project).Distinct().ToList();
        foreach (var project in projects)
        {
            await PlantedBuild.MakeAsync(project);
        }

        var faults = projects.Select(project => new PlantedFaultTable(NoFault, "nothing", "all of them", project)).Concat(PlantedFaultTable.All).ToList();
        var only = Environment.GetEnvironmentVariable("THREEDB_FAULTS_ONLY");
        var seen = new ConcurrentDictionary<PlantedFaultTable, (bool IsRed, double Seconds, string Output)>();
        await Parallel.ForEachAsync(faults.Where(fault => only is not { Length: > 0 } || only.Split(',').Contains(fault.Fault)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (fault, _) => seen[fault] = await RunAsync(fault));
        var wrong = faults.Where(fault => seen.TryGetValue(fault, out var end) && end.IsRed == (fault.Fault == NoFault)).ToList();
        await PrintAsync(faults, seen);
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Select(fault => $"{fault.Fault}: {(fault.Fault == NoFault ? "the tests are red" : "nobody noticed")}\n{seen[fault].Output}")));
    }

    [Fact]
    public void Every_fault_that_can_be_planted_is_in_the_table()
    {
        var constants = typeof(PlantedFault).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(constants.Order(StringComparer.Ordinal), PlantedFaultTable.All.Select(fault => fault.Fault).Order(StringComparer.Ordinal));
    }

    private static async Task<(bool IsRed, double Seconds, string Output)> RunAsync(PlantedFaultTable fault)
    {
        var methods = fault.Fault == NoFault ? PlantedFaultTable.All.Where(row => row.Project == fault.Project).Select(row => row.CaughtBy).Distinct() : [fault.CaughtBy];
        var start = new ProcessStartInfo("dotnet", [PlantedBuild.PathOf(fault.Project), "-noColor", .. methods.SelectMany(method => new[] { "-method", $"{fault.Project}.{method}" })])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["THREEDB_PLANT"] = fault.Fault,
                ["THREEDB_FAULTS"] = "no",

                // Long enough that pauses without a cap grow beyond what is allowed, whatever chance adds to them.
                ["THREEDB_FAULTS_OUTAGE"] = "24",
                ["THREEDB_TEST_POSTGRES"] = await TestPostgres.AdminAsync(),
                // The same with a fault as without one: red because a machine is slow would prove nothing.
                ["THREEDB_TEST_PATIENCE"] = "20",
            },
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var text = await ReadAsync(process, limit.Token);
            return (text.Contains("[FAIL]", StringComparison.Ordinal), clock.Elapsed.TotalSeconds, text);
        }
        catch (OperationCanceledException)
        {
            return (false, clock.Elapsed.TotalSeconds, $"The tests did not end within {Limit}.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    // Up to the summary: what the process does at its end is not waited for.
    private static async Task<string> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            text.AppendLine(line);
            if (line.Contains("Total: ", StringComparison.Ordinal))
            {
                return text.ToString();
            }
        }

        throw new InvalidOperationException($"The tests did not run:\n{text}");
    }

    private async Task PrintAsync(IEnumerable<PlantedFaultTable> faults, ConcurrentDictionary<PlantedFaultTable, (bool IsRed, double Seconds, string Output)> seen)
    {
        List<string> lines = ["| fault | what it breaks | caught by | red | s |", "|---|---|---|---|---|"];
        lines.AddRange(faults.Where(seen.ContainsKey).Select(fault =>
            $"| {fault.Fault} | {fault.Breaks} | {fault.CaughtBy.Replace('_', ' ')} | {(seen[fault].IsRed ? "yes" : "no")} | {seen[fault].Seconds:F0} |"));
        lines.ForEach(output.WriteLine);
        await File.WriteAllLinesAsync(Path.Combine(PlantedBuild.Root, "artifacts", "planted-faults.md"), lines);
    }
}

/// <summary>Runs alone: it keeps both cores busy.</summary>
[CollectionDefinition(nameof(PlantedFaultTests), DisableParallelization = true)]
public sealed class PlantedFaultsAlone;
