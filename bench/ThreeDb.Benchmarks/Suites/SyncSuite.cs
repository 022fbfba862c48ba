using System.Diagnostics;

namespace ThreeDb.Benchmarks;

/// <summary>What projections cost and how fast they are: the feed alone, into a projection in this process, and into the engines at hand; and how long FalkorDB takes for Debian's catalogue.</summary>
internal static class SyncSuite
{
    private const int Documents = 50_000;
    private const int EngineDocuments = 20_000;
    private const string Counting = "counting";

    // Two ways that differ by less than the machine does from one ten seconds to the next.
    private const int ManyRounds = 11;

    public static async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var counting = new CountingFactory();
        await using var engine = await ThreeDbEngine.OpenAsync(
            new ThreeDbOptions { ConnectionString = context.Database.ConnectionString, Migrate = false },
            connectors: [counting, .. context.Options.Connectors], cancellationToken: cancellationToken);
        await FeedAsync(context, engine, counting, cancellationToken);
        if (context.Options.StartEngines is { } start)
        {
            context.Options.Doing?.Invoke("starting engines");
            await using var engines = await start(["falkordb", "neo4j"], cancellationToken);
            foreach (var one in engines.Engines)
            {
                await EngineAsync(context, engine, one, cancellationToken);
            }

            // Last: what it loads would be in the way of the others.
            if (engines.Engines.FirstOrDefault(one => one.Kind == CatalogueRebuild.Kind) is { } falkorDb)
            {
                await CatalogueRebuild.RunAsync(context, engine, falkorDb, cancellationToken);
            }
        }
    }

    private static async Task FeedAsync(BenchmarkContext context, ThreeDbEngine engine, CountingFactory counting, CancellationToken cancellationToken)
    {
        var db = await TenantAsync(context, engine, "sync", cancellationToken);
        await ProjectionWork.AddAsync(db, Counting, new ProjectionDefinition { Kind = Counting }, cancellationToken);
        context.Report.Rows = Documents;

        // A projection that was paused reads all of it from the log.
        await CatchUpAsync(context, db, Counting, "read and handed to a projection in this process", Documents, Bound.ValueAtLeast(50_000, "changes/s"), cancellationToken);
        await SeenAsync(context, db, counting, cancellationToken);
        await SteadyAsync(context, db, counting, cancellationToken);
        await WritersAsync(context, db, cancellationToken);
        await db.Sync.DeleteAsync(Counting, cancellationToken: cancellationToken);
    }

    private static async Task EngineAsync(BenchmarkContext context, ThreeDbEngine engine, BenchmarkEngine one, CancellationToken cancellationToken)
    {
        context.Report.Rows = EngineDocuments;
        var db = await TenantAsync(context, engine, "sync_" + one.Kind, cancellationToken);
        await ProjectionWork.AddAsync(db, one.Kind, new ProjectionDefinition { Kind = one.Kind, Settings = one.Settings }, cancellationToken);
        await CatchUpAsync(context, db, one.Kind, $"applied into {one.Kind}", EngineDocuments, Bound.ValueAtLeast(4_000, "changes/s"), cancellationToken);

        // The tenant of the other suites: its entities were there before the projection.
        var loaded = await engine.ForAsync("default", "bench", cancellationToken);
        context.Report.Rows = context.Options.Rows;
        context.Options.Doing?.Invoke($"building {context.Options.Rows:N0} entities into {one.Kind}");
        var start = Stopwatch.GetTimestamp();
        await ProjectionWork.AddAsync(loaded, one.Kind, new ProjectionDefinition { Kind = one.Kind, Settings = one.Settings }, cancellationToken);
        context.Report.Add($"first build into {one.Kind}", "s", Stopwatch.GetElapsedTime(start).TotalSeconds, null, null);
        context.Options.Doing?.Invoke($"comparing {context.Options.Rows:N0} entities with {one.Kind}");
        var elapsed = await ProjectionWork.CompareAsync(loaded, one.Kind, context.Options.Rows, cancellationToken);
        context.Report.Add($"comparison with {one.Kind}, all equal", "s", elapsed.TotalSeconds, null, null, Bound.ValueAtMost(20, "s"));
        await loaded.Sync.DeleteAsync(one.Kind, cancellationToken: cancellationToken);
        await db.Sync.DeleteAsync(one.Kind, cancellationToken: cancellationToken);
    }

    private static async Task CatchUpAsync(BenchmarkContext context, TenantDb db, string projection, string measure, int documents, Bound bound, CancellationToken cancellationToken)
    {
        var rates = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            context.Options.Doing?.Invoke($"loading {documents:N0} entities while {projection} is paused");
            await db.Sync.PauseAsync(projection, cancellationToken);
            var before = await ChangesAsync(context, db, cancellationToken);
            var prefix = $"{round}/";
            await db.BulkAsync(Enumerable.Range(0, documents).Select(i => (Mutation)context.Documents.Mutation(i, prefix)).ToAsyncEnumerable(), cancellationToken: cancellationToken);
            var changes = await ChangesAsync(context, db, cancellationToken) - before;
            await context.SettleAsync(cancellationToken);
            var start = Stopwatch.GetTimestamp();
            await db.Sync.ResumeAsync(projection, cancellationToken);
            await ProjectionWork.ReachAsync(db, projection, status => status is { State: ProjectionState.Live, Pending: 0 }, cancellationToken);
            rates.Add(changes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        rates.Sort();
        context.Report.Add(measure, "changes/s", rates[1], null, null, bound, (rates[0], rates[2]));
    }

    // One write after the other: how long after its answer it has been applied.
    private static async Task SeenAsync(BenchmarkContext context, TenantDb db, CountingFactory counting, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("from commit to applied, one write at a time");
        var samples = new Samples();
        for (var i = 0; i < 300; i++)
        {
            var id = $"seen/{i}";
            var applied = AtAsync(counting, id, cancellationToken);
            await db.Entities.CreateAsync("product", context.Documents.Data(i), id, cancellationToken: cancellationToken);
            var committed = Stopwatch.GetTimestamp();
            samples.Add(Stopwatch.GetElapsedTime(committed, await applied));
        }

        context.Report.Add("commit to applied, p50", "ms", samples.At(0.5), null, null, Bound.ValueAtMost(5, "ms"));
        context.Report.Add("commit to applied, p99", "ms", samples.At(0.99), null, null);
    }

    // Open loop: a thousand a second, whatever the answers take.
    private static async Task SteadyAsync(BenchmarkContext context, TenantDb db, CountingFactory counting, CancellationToken cancellationToken)
    {
        const int PerSecond = 1_000, Seconds = 10;
        context.Options.Doing?.Invoke($"{PerSecond:N0} writes per second for {Seconds} s");
        var committed = new long[PerSecond * Seconds];
        var applied = Enumerable.Range(0, committed.Length).Select(i => AtAsync(counting, $"steady/{i}", cancellationToken)).ToArray();
        var writes = new List<Task>(committed.Length);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < committed.Length; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)PerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellationToken);
            }

            writes.Add(WriteAsync(i));
        }

        await Task.WhenAll(writes);
        var samples = new Samples();
        for (var i = 0; i < committed.Length; i++)
        {
            samples.Add(Stopwatch.GetElapsedTime(committed[i], Math.Max(committed[i], await applied[i])));
        }

        context.Report.Add("commit to applied at 1,000 writes/s, p50", "ms", samples.At(0.5), null, null);
        context.Report.Add("commit to applied at 1,000 writes/s, p99", "ms", samples.At(0.99), null, null, Bound.ValueAtMost(250, "ms"));

        async Task WriteAsync(int i)
        {
            await db.Entities.CreateAsync("product", context.Documents.Data(i), $"steady/{i}", cancellationToken: cancellationToken);
            committed[i] = Stopwatch.GetTimestamp();
        }
    }

    // The same writers, with the feed running and with it paused.
    private static async Task WritersAsync(BenchmarkContext context, TenantDb db, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("64 writers with and without a projection");
        var data = Enumerable.Range(0, 5_000).Select(context.Documents.Data).ToList();
        var number = 0;
        var rounds = await Rounds.AlternateAsync(
            async _ =>
            {
                await db.Sync.ResumeAsync(Counting, cancellationToken);
                await ProjectionWork.ReachAsync(db, Counting, status => status is { State: ProjectionState.Live, Pending: 0 }, cancellationToken);
                return await WriteAsync();
            },
            async _ =>
            {
                await db.Sync.PauseAsync(Counting, cancellationToken);
                await ProjectionWork.ReachAsync(db, Counting, status => status.State == ProjectionState.Paused, cancellationToken);
                return await WriteAsync();
            },
            cancellationToken,
            ManyRounds);
        context.Report.Add("64 writers beside a live projection", "creates/s", "without one", [.. rounds.Select(round => (round.Value, round.Peer))], Bound.RatioAtLeast(0.9));

        async Task<double> WriteAsync()
        {
            // Long enough for words to be sorted into the text index some times: each time takes a second.
            var crowd = await Crowd.RunAsync(64, TimeSpan.FromSeconds(10), (_, _) =>
            {
                var i = Interlocked.Increment(ref number);
                return db.Entities.CreateAsync("product", data[i % data.Count], $"crowd/{i}", cancellationToken: cancellationToken);
            });
            return crowd.PerSecond;
        }
    }

    private static async Task<TenantDb> TenantAsync(BenchmarkContext context, ThreeDbEngine engine, string name, CancellationToken cancellationToken)
    {
        var db = await context.TenantAsync(engine, name, cancellationToken);
        await db.Types.PutAsync(BenchmarkDocuments.Type, BenchmarkDocuments.Definition, cancellationToken);
        return db;
    }

    private static async Task<long> ChangesAsync(BenchmarkContext context, TenantDb db, CancellationToken cancellationToken) =>
        await context.Database.ScalarAsync<long>($"select count(*) from threedb.change where tenant_id = {db.Session.TenantId}", cancellationToken);

    // To be called before it is written.
    private static async Task<long> AtAsync(CountingFactory counting, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await counting.Arrivals.Of(id).WaitAsync(ProjectionWork.Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"'{id}' was never applied.");
        }
    }
}
