using System.Diagnostics;
using System.Text.Json;
using ThreeDb.Client;

namespace ThreeDb.Benchmarks;

/// <summary>Whether the memory of a server stays where it is under writes that go on and on, with a projection that follows them.</summary>
/// <remarks>
/// The amount of data stays the same, so that nothing has a reason to grow: of ten writes eight replace one of the products, one creates another, one deletes it
/// again. The server, its database and its tenant do nothing else.
/// </remarks>
internal static class SteadyMemory
{
    private const string Kind = "falkordb";
    private const int Products = 20_000;
    private const int PerSecond = 200;
    private const int AtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke($"memory over {options.Minutes} minutes: a server of its own, with {Products:N0} products in {Kind}");
        await using var engines = options.StartEngines is { } start ? await start([Kind], cancellationToken) : new BenchmarkEngines([], () => Task.CompletedTask);
        if (engines.Engines.Count == 0)
        {
            return;
        }

        await using var database = await BenchmarkDatabase.CreateAsync(options.ConnectionString, cancellationToken);
        await (await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString }, cancellationToken: cancellationToken)).DisposeAsync();
        await using var server = await options.StartServer(database.ConnectionString, cancellationToken);
        using var client = new ThreeDbClient(server.Url);
        var documents = await BenchmarkDocuments.ReadAsync(cancellationToken);
        await client.Types.PutAsync(BenchmarkDocuments.Type, BenchmarkDocuments.Definition, cancellationToken);
        await client.BulkAsync(Enumerable.Range(0, Products).Select(i => (Mutation)documents.Mutation(i)).ToAsyncEnumerable(), cancellationToken: cancellationToken);
        await client.Sync.PutAsync(Kind, new ProjectionDefinition { Kind = Kind, Settings = engines.Engines[0].Settings }, cancellationToken);
        await LiveAsync(client, cancellationToken);
        report.Rows = Products;
        await MeasureAsync(options, report, server, client, documents, cancellationToken);
    }

    private static async Task MeasureAsync(
        BenchmarkOptions options, BenchmarkReport report, BenchmarkServer server, ThreeDbClient client, BenchmarkDocuments documents, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var writing = WriteAsync(client, documents, start, stop.Token);
        var samples = new List<(TimeSpan At, double Memory)>();
        using (var timer = new PeriodicTimer(Between))
        {
            var end = TimeSpan.FromMinutes(options.Minutes);
            for (var told = 0; Stopwatch.GetElapsedTime(start) < end && !writing.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken);)
            {
                if (server.Memory() is not { } memory)
                {
                    break;
                }

                samples.Add((Stopwatch.GetElapsedTime(start), memory));
                if (samples[^1].At.TotalMinutes >= told)
                {
                    options.Doing?.Invoke($"  after {told++} min: {memory:N0} MB");
                }
            }
        }

        await stop.CancelAsync();
        var writes = await writing;
        var elapsed = Stopwatch.GetElapsedTime(start);
        await LiveAsync(client, cancellationToken);
        if (samples.Count == 0)
        {
            return;
        }

        // The first minute is for what is compiled and filled once.
        var (early, late) = (Median(samples, TimeSpan.FromMinutes(1)), Median(samples, TimeSpan.FromMinutes(options.Minutes - 1)));
        report.Add($"server memory in minute {options.Minutes} of steady writes", "MB", late, "its second minute", early, Bound.RatioAtMost(1.1));
        report.Add("server memory under steady writes, peak", "MB", samples.Max(sample => sample.Memory), null, null);
        report.Add("steady writes meanwhile", "writes/s", writes / elapsed.TotalSeconds, null, null, Bound.ValueAtLeast(PerSecond * 0.98, "writes/s"));
    }

    // Open loop, as far as the server keeps up at all.
    private static async Task<long> WriteAsync(ThreeDbClient client, BenchmarkDocuments documents, long start, CancellationToken stop)
    {
        using var free = new SemaphoreSlim(AtOnce);
        var under = new List<Task>();
        var written = 0L;
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var due = TimeSpan.FromSeconds(i / (double)PerSecond) - Stopwatch.GetElapsedTime(start);
                if (due > TimeSpan.Zero)
                {
                    await Task.Delay(due, stop);
                }

                await free.WaitAsync(stop);
                under.RemoveAll(task => task.IsCompletedSuccessfully);
                under.Add(OneAsync(i));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        await Task.WhenAll(under);
        return written;

        async Task OneAsync(int i)
        {
            try
            {
                await ((i % 10) switch
                {
                    8 => (Task)client.Entities.CreateAsync(BenchmarkDocuments.Type, documents.Data(i), $"passing/{i}", cancellationToken: CancellationToken.None),
                    // The one that was created half a second before.
                    9 when i > 100 => client.Entities.DeleteAsync($"passing/{i - 101}", cancellationToken: CancellationToken.None),
                    _ => client.Entities.ReplaceAsync(BenchmarkDocuments.IdOf(i % Products), documents.Data(Products + i), cancellationToken: CancellationToken.None),
                });
                Interlocked.Increment(ref written);
            }
            finally
            {
                free.Release();
            }
        }
    }

    private static async Task LiveAsync(ThreeDbClient client, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var status = await client.Sync.GetAsync(Kind, cancellationToken); status is not { State: ProjectionState.Live, Pending: 0, Unfinished.Count: 0 }; status = await client.Sync.GetAsync(Kind, cancellationToken))
        {
            if (status.State == ProjectionState.Broken || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"The projection does not keep up: {JsonSerializer.Serialize(status, ThreeDbJson.Options)}");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static double Median(List<(TimeSpan At, double Memory)> samples, TimeSpan from)
    {
        var minute = samples.Where(sample => sample.At >= from && sample.At < from + TimeSpan.FromMinutes(1)).Select(sample => sample.Memory).Order().ToList();
        return minute[minute.Count / 2];
    }
}
