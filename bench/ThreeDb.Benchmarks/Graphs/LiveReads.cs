using System.Diagnostics;
using Npgsql;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>
/// Reads over HTTP while relations arrive, beside the same reads in quiet: from another process, and through the same server, where the next read waits until it sees
/// what was written.
/// </summary>
/// <remarks>
/// And while the same relations arrive in the tables of another tenant, whose graph nobody has loaded, and while as many bare rows are inserted into a table of their own:
/// what that costs a read is the machine's share, not the graph's.
/// </remarks>
internal sealed class LiveReads(GraphStage stage)
{
    private const int PerSecond = 2_000;
    private const int PerWrite = 20;
    private const int PerLargeWrite = 200;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    private readonly int[] _starts = stage.Graph.Starts(1_000, 9);
    private readonly Random _random = new(9);

    public async Task RunAsync(BenchmarkOptions options, BenchmarkReport report, CancellationToken cancellationToken)
    {
        report.Rows = stage.Graph.NodeCount;
        await using var other = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = stage.Database.ConnectionString, Migrate = false }, cancellationToken: cancellationToken);
        var apart = Through(await other.ForAsync("default", "bench", cancellationToken));
        await MeasureAsync(options, report, "from another process", apart, Bound.RatioAtMost(2), cancellationToken);
        await MeasureAsync(options, report, $"from another process, {PerLargeWrite} at a time", apart, Bound.RatioAtMost(2), cancellationToken, PerLargeWrite);
        await MeasureAsync(options, report, "through the same server", Through(stage.Client), Bound.RatioAtMost(2), cancellationToken);
        await MeasureAsync(options, report, "in another tenant", Through(await AsideAsync(options, other, cancellationToken)), bound: null, cancellationToken);
        await stage.Database.RunAsync("create table bare_relation (tenant_id int, src bigint, type text, dst bigint)", cancellationToken);
        await MeasureAsync(options, report, "as bare rows in a table of their own", InsertAsync, bound: null, cancellationToken);
    }

    private static Func<(int From, int To)[], Task> Through(IThreeDb db) => pairs => db.WriteAsync(
        [.. pairs.Select(pair => new Relate(GraphData.IdOf(pair.From), GraphData.RelationType, GraphData.IdOf(pair.To)))], cancellationToken: CancellationToken.None);

    private async Task InsertAsync((int From, int To)[] pairs)
    {
        await using var connection = await stage.Database.Bare.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand("insert into bare_relation select 1, src, 'R', dst from unnest($1::bigint[], $2::bigint[]) as pair (src, dst)", connection);
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. pairs.Select(pair => (long)pair.From)] });
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. pairs.Select(pair => (long)pair.To)] });
        await insert.ExecuteNonQueryAsync();
    }

    private async Task<IThreeDb> AsideAsync(BenchmarkOptions options, ThreeDbEngine other, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke($"{stage.Graph.Title}: the same relations for another tenant");
        await new TenantAdmin(stage.Database.ConnectionString).CreateAsync("aside", mayExist: false, cancellationToken);
        var tenant = await stage.Database.ScalarAsync<int>("select tenant_id from threedb.tenant where name = 'aside'", cancellationToken);
        await GraphTables.FillAsync(stage.Database, tenant, stage.Graph, cancellationToken);
        return await other.ForAsync("aside", "bench", cancellationToken);
    }

    private async Task MeasureAsync(BenchmarkOptions options, BenchmarkReport report, string how, Func<(int From, int To)[], Task> write, Bound? bound, CancellationToken cancellationToken,
        int perWrite = PerWrite)
    {
        options.Doing?.Invoke($"{stage.Graph.Title}: reads while {PerSecond:N0} relations per second arrive {how}");
        var arrived = new List<double>();
        var rounds = await Rounds.AlternateAsync(_ => BusyAsync(write, perWrite, arrived, cancellationToken), _ => ReadAsync(cancellationToken), cancellationToken);
        report.Add($"2 steps while relations arrive {how}, p50", "ms", "in quiet", [.. rounds.Select(round => (round.Value.At(0.5), round.Peer.At(0.5)))]);
        report.Add($"2 steps while relations arrive {how}, p99", "ms", "in quiet", [.. rounds.Select(round => (round.Value.At(0.99), round.Peer.At(0.99)))], bound);
        arrived.Sort();
        report.Add($"relations that arrived {how}", "relations/s", arrived[arrived.Count / 2], null, null, Bound.ValueAtLeast(0.98 * PerSecond, "relations/s"));
    }

    private async Task<Samples> ReadAsync(CancellationToken cancellationToken)
    {
        var (samples, began) = (new Samples(), Stopwatch.GetTimestamp());
        for (var i = 0; Stopwatch.GetElapsedTime(began) < Time; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await stage.Client.Graph.ReachAsync(GraphData.IdOf(_starts[i % _starts.Length]), new ReachOptions { Depth = 2 }, cancellationToken);
            samples.Add(Stopwatch.GetElapsedTime(start));
        }

        return samples;
    }

    private async Task<Samples> BusyAsync(Func<(int From, int To)[], Task> write, int perWrite, List<double> arrived, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var writing = Task.Run(() => WriteAsync(write, perWrite, ending.Token), cancellationToken);
        var samples = await ReadAsync(cancellationToken);
        await ending.CancelAsync();
        arrived.Add(await writing / Stopwatch.GetElapsedTime(began).TotalSeconds);
        return samples;
    }

    // Open loop: 20 are due every 10 ms, whatever the answers take.
    private async Task<double> WriteAsync(Func<(int From, int To)[], Task> write, int perWrite, CancellationToken cancellationToken)
    {
        var writes = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            var due = TimeSpan.FromSeconds(writes.Count * (double)perWrite / PerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, CancellationToken.None);
            }

            writes.Add(write([.. Enumerable.Range(0, perWrite).Select(_ => (_random.Next(stage.Graph.NodeCount), _random.Next(stage.Graph.NodeCount)))]));
        }

        await Task.WhenAll(writes);
        return (double)writes.Count * perWrite;
    }
}
