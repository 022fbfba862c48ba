using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Sync;

/// <summary>Proves that a structure holds what the tables hold, while both change.</summary>
internal sealed class StructureVerifier<T>(IStructureLoader<T> loader, TimeProvider time)
    where T : class, IMemoryStructure
{
    private const int Shown = 100;
    private const int MostPending = 100_000;
    private const int Rounds = 5;

    /// <summary>Loads the rows anew and compares: 1 anew; 2 the structure has at least what was loaded; 3 what differs; 4 without what has changed since.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="structure">What is to be proved.</param>
    /// <param name="source">The change log.</param>
    /// <param name="reach">Waits until the structure has everything up to a point.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB2016</c> when there was no moment at which they could be compared.</exception>
    public async Task<StructureVerification> CompareAsync(int tenantId, T structure, IChangeSource source, Func<LogPoint, Task<bool>> reach, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            // 1, 2
            var (anew, point) = await loader.LoadAsync(tenantId, long.MaxValue, cancellationToken).ConfigureAwait(false);
            if (!await reach(point).ConfigureAwait(false))
            {
                break;
            }

            // 3, 4: with a key more than can be pending, one of so many is always real. Of those without a key, no more than are pending are left out.
            var (keys, count) = loader.Compare(structure, anew, MostPending + 1, cancellationToken);
            if (count == 0)
            {
                return new StructureVerification(0, [], time.GetElapsedTime(started).TotalSeconds, point);
            }

            if (await source.PendingAsync(point, MostPending, cancellationToken).ConfigureAwait(false) is { } pending)
            {
                var real = keys.Where(key => !pending.Contains(key)).ToList();
                return new StructureVerification(Math.Max(real.Count, count - pending.Count), [.. real.Take(Shown)], time.GetElapsedTime(started).TotalSeconds, point);
            }
        }

        throw new ThreeDbException(ErrorCodes.NotYet, $"The {loader.Kind} in memory changes too fast to be compared with the tables.", "Try again when less is written.") { RetryAfter = TimeSpan.FromSeconds(5) };
    }
}
