using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Benchmarks;

/// <summary>igraph (C) in process through Python; times are taken inside of that process.</summary>
internal sealed class IgraphContestant : GraphContestant
{
    // Debian's packages are for Debian's own.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private readonly Process _python;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"3db-bench-{Environment.ProcessId}.edges");

    private IgraphContestant(Process python, string version)
        : base("igraph") => (_python, Version) = (python, version);

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Starts it; null when Python or igraph is not here.</summary>
    public static async Task<IgraphContestant?> StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "igraph-contestant.py")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            var python = Process.Start(start)!;
            python.ErrorDataReceived += (_, _) => { };
            python.BeginErrorReadLine();
            if (await python.StandardOutput.ReadLineAsync(cancellationToken) is { } hello)
            {
                return new IgraphContestant(python, JsonElement.Parse(hello).GetProperty("version").GetString()!);
            }

            python.Dispose();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        var ends = new int[2 * graph.RelationCount];
        for (var i = 0; i < graph.RelationCount; i++)
        {
            (ends[2 * i], ends[(2 * i) + 1]) = (graph.Sources[i], graph.Targets[i]);
        }

        await File.WriteAllBytesAsync(_file, MemoryMarshal.AsBytes(ends.AsSpan()).ToArray(), cancellationToken);
        await AskAsync(new { @do = "load", file = _file, nodes = graph.NodeCount }, cancellationToken);
        File.Delete(_file);
    }

    public override bool Can(GraphTask task) => task != GraphTask.SettledPageRank;

    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) => TimedAsync(new { @do = "Reach", start, depth }, cancellationToken);

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) => TimedAsync(new { @do = "Path", from, to }, cancellationToken);

    public override Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken) => TimedAsync(new { @do = task.ToString() }, cancellationToken);

    public override async Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) => (await AnalyzeAsync(task, cancellationToken)).Answer;

    public override async Task<double[]> RanksAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new { @do = "ranks" }, cancellationToken)).GetProperty("answer").EnumerateArray().Select(rank => rank.GetDouble())];

    protected override async ValueTask EndAsync()
    {
        // It may be in the middle of something that nobody waits for any more.
        _python.Kill();
        await _python.WaitForExitAsync();
        _python.Dispose();
        File.Delete(_file);
    }

    private async Task<Timed> TimedAsync(object ask, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(ask, cancellationToken);
        return new Timed(answer.GetProperty("ms").GetDouble(), answer.GetProperty("answer").GetDouble());
    }

    private async Task<JsonElement> AskAsync(object ask, CancellationToken cancellationToken)
    {
        await _python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(ask).AsMemory(), cancellationToken);
        await _python.StandardInput.FlushAsync(cancellationToken);
        return await _python.StandardOutput.ReadLineAsync(cancellationToken) is { } line
            ? JsonElement.Parse(line)
            : throw new InvalidOperationException("igraph ended without an answer.");
    }
}
