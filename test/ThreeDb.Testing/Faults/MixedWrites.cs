using System.Collections.Concurrent;
using System.Diagnostics;

namespace ThreeDb.Testing;

/// <summary>Clients that write without pause, each to entities of its own, and remember what was acknowledged.</summary>
/// <remarks>Each has a schedule that runs on while nobody can write. It counts what was acknowledged, not what was tried: after an outage the clients write as fast as they can until they are back on it.</remarks>
/// <param name="seed">Where the randomness begins.</param>
/// <param name="open">What to write to now, disposed of if it can be; it may be another server after a kill.</param>
/// <param name="mayComeLate">Whether a write whose outcome is unknown may still take place after later ones, as over a link that stood still.</param>
/// <param name="perSecond">How many writes a second are made at most.</param>
public sealed class MixedWrites(int seed, Func<IThreeDb> open, bool mayComeLate = false, int perSecond = 240)
{
    /// <summary>How many write at a time.</summary>
    public const int Clients = 6;

    private const int EntitiesEach = 400;
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly ConcurrentQueue<string> _missed = new();
    private readonly Stopwatch _clock = new();
    private int _acknowledged;

    /// <summary>The ids of all entities that may be written.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Enumerable.Range(0, Clients * EntitiesEach).Select(number => Id(number / EntitiesEach, number % EntitiesEach))];

    /// <summary>How many writes were acknowledged; a delete that found nothing was not.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How long it has written.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>How many writes a second were acknowledged, over all that time.</summary>
    public double Rate => Acknowledged / Elapsed.TotalSeconds;

    /// <summary>What failed, by code.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>Writes until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _clock.Start();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => ClientAsync(client, stop), CancellationToken.None)));
        _clock.Stop();
    }

    /// <summary>Waits until so many writes were acknowledged.</summary>
    public Task ReachAsync(int count) => Until.TrueAsync(() => Acknowledged >= count, TimeSpan.FromSeconds(90));

    /// <summary>Waits until <see cref="Rate"/> is at least this.</summary>
    public Task KeepUpAsync(double rate) => Until.ExpectedAsync(() => Task.FromResult(Rate), seen => seen >= rate, LongestCatchUp);

    /// <summary>Every acknowledged write that is lost, as a sentence.</summary>
    public async Task<IReadOnlyList<string>> LostAsync(IThreeDb db)
    {
        var lost = new List<string>(_missed);
        foreach (var ids in _known.Keys.Chunk(500))
        {
            var found = (await db.Entities.GetManyAsync(ids)).ToDictionary(entity => entity.Id);
            lost.AddRange(ids.Where(id => !_known[id].Allows(found.GetValueOrDefault(id)?.Version)).Select(id => $"{id}: {_known[id]}, found {found.GetValueOrDefault(id)?.Version}"));
        }

        return lost;
    }

    private async Task ClientAsync(int client, CancellationToken stop)
    {
        var random = new Random(seed + client);
        var acknowledged = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var db = open();
                using var own = db as IDisposable;
                while (!stop.IsCancellationRequested)
                {
                    if (await WriteAsync(db, random, Id(client, random.Next(EntitiesEach))))
                    {
                        Interlocked.Increment(ref _acknowledged);
                        acknowledged++;
                    }

                    var ahead = TimeSpan.FromSeconds(acknowledged / ((double)perSecond / Clients)) - _clock.Elapsed;
                    await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (ThreeDbException e)
            {
                _failures.AddOrUpdate(e.Code.Code, 1, (_, count) => count + 1);
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private static string Id(int client, int number) => $"c{client}/{number}";

    // Whether it was acknowledged.
    private async Task<bool> WriteAsync(IThreeDb db, Random random, string id)
    {
        switch (random.Next(10))
        {
            case 0:
                return await EntityAsync(id, async () =>
                {
                    await db.Entities.DeleteAsync(id);
                    return null;
                });
            case 1 or 2:
                await db.WriteAsync([new Relate(id, "KNOWS", Id(random.Next(Clients), random.Next(EntitiesEach)))]);
                return true;
            case 3:
                await db.WriteAsync([new Unrelate(id, "KNOWS", Id(random.Next(Clients), random.Next(EntitiesEach)))]);
                return true;
            default:
                return await EntityAsync(id, async () =>
                    (await db.Entities.CreateAsync("person", Json.Of(new { n = random.Next() }), id, new CreateOptions { OnConflict = ConflictPolicy.Replace })).Entity.Version);
        }
    }

    // Only this client writes the entity, so that what was acknowledged last is known.
    private async Task<bool> EntityAsync(string id, Func<Task<long?>> write)
    {
        var before = _known.GetValueOrDefault(id, new Known(null, true));
        _known[id] = before with { IsSure = false };
        try
        {
            _known[id] = new Known(await write(), before.IsSure || !mayComeLate);
            return true;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.EntityNotFound)
        {
            _known[id] = before;
            if (before is { IsSure: true, Version: not null })
            {
                _missed.Enqueue($"{id}: {before}, and a delete does not find it");
            }

            return false;
        }
    }

    /// <summary>What is known of an entity.</summary>
    /// <param name="Version">The version that was acknowledged last; null when it was deleted, or never made.</param>
    /// <param name="IsSure">Whether nothing was sent after it whose outcome is not known.</param>
    private sealed record Known(long? Version, bool IsSure)
    {
        // Of a write whose outcome is unknown, anything later is right; an older version is not.
        public bool Allows(long? found) => IsSure ? found == Version : found is null || found >= (Version ?? 0);
    }
}
