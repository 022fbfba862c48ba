namespace ThreeDb.Cli.Tests.Faults;

/// <summary>Reads every entity through the cache, over and over, as a process does that stays while others are killed: so the cache comes to hold all of them, and could be wrong about each.</summary>
/// <param name="cached">Reads through the cache.</param>
/// <param name="source">Reads PostgreSQL.</param>
internal sealed class CacheReading(IThreeDb cached, IThreeDb source)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var parts = MixedWrites.Ids.Chunk(AtOnce).ToArray();
        for (var next = 0; !stop.IsCancellationRequested; next = (next + 1) % parts.Length)
        {
            try
            {
                await cached.Entities.GetManyAsync(parts[next], CancellationToken.None);
            }
            catch (ThreeDbException e) when (!KillRun.IsFault(e.Code))
            {
                // PostgreSQL is away for a moment.
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until the cache answers for every entity as PostgreSQL does; nobody writes meanwhile.</summary>
    public Task EqualAsync(TimeSpan within) => Until.ExpectedAsync(WrongAsync, wrong => wrong.Count == 0, within);

    // The ids for which the answers differ.
    private async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        foreach (var ids in MixedWrites.Ids.Chunk(AtOnce))
        {
            var right = (await source.Entities.GetManyAsync(ids)).ToDictionary(entity => entity.Id);
            var given = (await cached.Entities.GetManyAsync(ids)).ToDictionary(entity => entity.Id);
            wrong.AddRange(ids.Where(id => !AreSame(right.GetValueOrDefault(id), given.GetValueOrDefault(id))));
        }

        return wrong;
    }

    private static bool AreSame(Entity? right, Entity? given) => right is null || given is null
        ? right is null && given is null
        : right.Version == given.Version && right.Type == given.Type && Json.Same(right.Data, given.Data);
}
