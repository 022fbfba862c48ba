using System.Diagnostics;
using Npgsql;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>Loading a graph from the tables, beside the bare COPY of the same columns; what it takes in memory; and how both and PageRank grow with the graph.</summary>
internal static class GraphGrowth
{
    private const double PerStep = 11;

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report, PostgresStore store, BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        int[] sizes = options.Large ? [100_000, 1_000_000, 10_000_000] : [100_000, 1_000_000];
        Grown? before = null;
        foreach (var relations in sizes)
        {
            options.Doing?.Invoke($"growth: a graph of {relations:N0} relations");
            var grown = await MeasureAsync(report, store, database, PowerLaw.Make(relations / 10, relations), cancellationToken);
            if (before is { } smaller)
            {
                var step = $"{relations:N0} relations beside a tenth";
                report.Add($"load, {step}", "s", grown.Seconds, "a tenth", smaller.Seconds, Bound.RatioAtMost(PerStep));
                report.Add($"PageRank, {step}", "ms", grown.Ranks, "a tenth", smaller.Ranks, Bound.RatioAtMost(PerStep));
                report.Add($"memory, {step}", "MB", grown.Megabytes, "a tenth", smaller.Megabytes, Bound.RatioAtMost(PerStep));
            }

            before = grown;
        }
    }

    private static async Task<Grown> MeasureAsync(
        BenchmarkReport report, PostgresStore store, BenchmarkDatabase database, GraphData graph, CancellationToken cancellationToken)
    {
        var name = $"growth{graph.RelationCount}";
        await new TenantAdmin(database.ConnectionString).CreateAsync(name, mayExist: true, cancellationToken);
        var tenant = await database.ScalarAsync<int>($"select tenant_id from threedb.tenant where name = '{name}'", cancellationToken);
        await GraphTables.FillAsync(database, tenant, graph, cancellationToken);
        MemoryGraph? loaded = null;
        var rounds = await Rounds.AlternateAsync(
            async _ =>
            {
                var start = Stopwatch.GetTimestamp();
                var rows = new GraphBuilder(new GraphNames());
                await store.LoadGraphAsync(tenant, rows, cancellationToken);
                loaded = MemoryGraph.Of(rows);
                return graph.RelationCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            _ => BareAsync(database, tenant, graph, cancellationToken), cancellationToken);
        report.Rows = graph.NodeCount;
        report.Add($"load {graph.RelationCount:N0} relations", "relations/s", "COPY of the same columns, thrown away", rounds, null);
        var rate = rounds.Select(round => round.Value).Order().ElementAt(rounds.Count / 2);
        report.Add($"load {graph.RelationCount:N0} relations, rate", "relations/s", rate, null, null, Bound.ValueAtLeast(1_000_000, "relations/s"));
        report.Add($"memory of {graph.RelationCount:N0} relations and {graph.NodeCount:N0} entities", "bytes/relation",
            (double)loaded!.Bytes / graph.RelationCount, null, null, Bound.ValueAtMost(24, "bytes/relation"));
        var subgraph = new SubgraphMaker().Make(loaded.Current, SubgraphSelection.All, cancellationToken: cancellationToken);
        var ranks = new Samples();
        for (var i = -1; i < Rounds.Count; i++)
        {
            var took = ThreeDbContestant.Run(subgraph, GraphTask.PageRank, new AlgorithmRun(cancellationToken: cancellationToken)).Milliseconds;
            if (i >= 0)
            {
                ranks.Add(TimeSpan.FromMilliseconds(took));
            }
        }

        return new Grown(graph.RelationCount / rate, ranks.At(0.5), loaded.Bytes / 1e6);
    }

    private static async Task<double> BareAsync(BenchmarkDatabase database, int tenant, GraphData graph, CancellationToken cancellationToken)
    {
        await using var connection = await database.Bare.OpenConnectionAsync(cancellationToken);
        var buffer = new byte[1 << 20];
        var start = Stopwatch.GetTimestamp();
        foreach (var columns in (string[])["seq, type, project, id from threedb.entity", "src, dst, type, key, weight, valid_from, valid_to from threedb.relation"])
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy (select {columns} where tenant_id = {tenant}) to stdout (format binary)", cancellationToken);
            while (await copy.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }

        return graph.RelationCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed record Grown(double Seconds, double Ranks, double Megabytes);
}
