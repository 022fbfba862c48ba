using System.Diagnostics;

namespace ThreeDb.Cli.Tests.Faults;

/// <summary>A source to be killed, with a projection into every engine that a server knows, and a process that reads through the cache among them.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private static readonly Engine[] Engines = [FalkorDbEngine.Instance, AgeEngine.Instance, Neo4jEngine.Instance, ValkeyEngine.Instance];

    private readonly IReadOnlyList<EngineCopy> _copies;
    private readonly ThreeDbEngine _reader;
    private readonly CacheReading _cache;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private EngineWorld(FaultSource source, IReadOnlyList<EngineCopy> copies, ThreeDbEngine reader, CacheReading cache)
    {
        Source = source;
        _copies = copies;
        _reader = reader;
        _cache = cache;
        _reading = cache.RunAsync(_stop.Token);
    }

    public FaultSource Source { get; }

    /// <summary>Finds or starts the engines, makes the source and declares the projections. The test is skipped, or in CI fails, where an engine is missing.</summary>
    public static async Task<EngineWorld> CreateAsync()
    {
        // Before the source: without one of them there is nothing to make.
        foreach (var engine in Engines)
        {
            await EngineServer.SharedAsync(engine);
        }

        var source = await FaultSource.CreateAsync();
        var reader = await source.OpenAsync(Connectors.All);
        var cached = await reader.ForAsync("default", "reader");
        var copies = new List<EngineCopy>();
        foreach (var engine in Engines)
        {
            var copy = await EngineCopy.CreateAsync(engine, source.Database);
            await cached.Sync.PutAsync(copy.Name, copy.Definition);
            copies.Add(copy);
        }

        return new EngineWorld(source, copies, reader, new CacheReading(cached, source.Db));
    }

    /// <summary>Waits until every engine holds what the source holds, all of them within the same time, and the cache answers as the source does; nobody writes meanwhile.</summary>
    public Task EqualAsync(TimeSpan within) => Task.WhenAll(_copies.Select(copy => CompareAsync(copy, within)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await _reader.DisposeAsync();
        foreach (var copy in _copies)
        {
            await copy.DropAsync();
        }

        await Source.DisposeAsync();

        // A read that failed otherwise than by a kill.
        await _reading;
    }

    // The cache holds what was read: as everything is read over and over, it comes to hold everything.
    private async Task CompareAsync(EngineCopy copy, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        await new SourceComparison(Source.Watcher, Source.Db, copy.Name, copy.Open, hasRelations: !copy.IsCache).EqualAsync(within);
        if (copy.IsCache)
        {
            await _cache.EqualAsync(within - clock.Elapsed);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{copy.Name} is equal to the source after {clock.Elapsed.TotalSeconds:F1} s");
    }
}
