using ThreeDb.Changes;

namespace ThreeDb.Projections;

/// <summary>A derived copy of one tenant's data. One class makes an engine a projection; the runner does the rest.</summary>
/// <remarks>
/// <para>The runner promises: at most one call at a time, but for hashes, which are asked while rows are read; of every key the current row, never an old image; rows of one batch are of one
/// moment, and a later batch is of a later one; after a failure the same rows, or newer ones, come again.</para>
/// <para>The projection promises: when <see cref="ApplyAsync"/> returns, the batch is applied and survives a crash as far as the engine
/// promises that; applying twice is applying once; a batch whose fence is not newer than the newest it has seen changes nothing and fails
/// with <see cref="ProjectionFencedException"/>; a copy that another database feeds (<see cref="ProjectionContext.Database"/>) is neither written nor dropped,
/// unless it is to be taken over. The conformance suite in <c>ThreeDb.Testing</c> holds it to that.</para>
/// <para>Failures: <see cref="ThreeDbException"/> with <see cref="ThreeDbException.IsTransient"/> when a repetition may help (the engine is away,
/// busy, or the outcome is unknown); <see cref="ProjectionRejectedException"/> for keys that the engine can never hold; another
/// <see cref="ThreeDbException"/> when the batch was refused and it is not known for which key: the runner halves the batch to find it.</para>
/// </remarks>
public interface IProjection : IAsyncDisposable
{
    /// <summary>What the projection wants of rows.</summary>
    SourceNeeds Needs { get; }

    /// <summary>The largest number of rows in a batch that suits the engine.</summary>
    int MaxBatch { get; }

    /// <summary>Whether it may lack rows without being wrong, as a cache does: what is missing is then no difference.</summary>
    bool IsPartial => false;

    /// <summary>Makes what the engine needs before the first batch: graph, constraints, indexes. Idempotent. From now on writes with older fences are refused.</summary>
    /// <exception cref="ProjectionFencedException">It has seen a newer fence. Nothing was changed.</exception>
    /// <exception cref="ProjectionTakenException">Another database feeds it. Nothing was changed.</exception>
    Task PrepareAsync(Fence fence, CancellationToken cancellationToken);

    /// <summary>Applies a batch.</summary>
    Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken);

    /// <summary>Looks whether the engine answers and still holds what this projection was given: called every few seconds while nothing is written to it, and by a new leader of one that was built, before it prepares it.</summary>
    /// <remarks>It fails as an empty batch with this fence would, and changes no row. That is what it does here; an engine that can be asked without writing overrides it.</remarks>
    /// <param name="fence">A fence that is newer than all before it; from a new leader one of the last that the leader before could have used.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ProjectionLostException">It holds nothing of the projection, or an older state. One that <see cref="IsPartial"/> need not say so.</exception>
    /// <exception cref="ProjectionFencedException">It has seen a newer fence.</exception>
    Task ProbeAsync(Fence fence, CancellationToken cancellationToken) => ApplyAsync(new ProjectionBatch(fence, [], []), cancellationToken);

    /// <summary>Tells that everything up to a point of the log is applied or parked, for engines whose readers want to know. Only what grows is told, except by a new leader.</summary>
    Task ReachedAsync(LogPoint point, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads back what the engine really holds of the rows in a range, in any order.</summary>
    /// <param name="relations">Whether relations are read (those whose source lies in the range) or entities (without stubs).</param>
    /// <param name="range">The seqs.</param>
    /// <param name="cancellationToken">Stops.</param>
    IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, CancellationToken cancellationToken);

    /// <summary>What the engine ought to hold of an entity: the hash that <see cref="ReadAsync"/> gives when it holds just that.</summary>
    ulong HashOf(ProjectedEntity entity);

    /// <summary>What the engine ought to hold of a relation.</summary>
    ulong HashOf(ProjectedRelation relation);

    /// <summary>Digests of ranges: count and sum of the hashes of the rows that the engine really holds.</summary>
    /// <remarks>An engine that can compute them itself overrides this; here the rows are read.</remarks>
    async Task<IReadOnlyList<RangeDigest>> DigestAsync(bool relations, IReadOnlyList<SeqRange> ranges, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var digests = new RangeDigest[ranges.Count];
        for (var i = 0; i < digests.Length; i++)
        {
            await foreach (var row in ReadAsync(relations, ranges[i], cancellationToken).ConfigureAwait(false))
            {
                digests[i] = digests[i].With(row.Hash);
            }
        }

        return digests;
    }

    /// <summary>Removes everything that this projection made in the engine, the fence included. What another database feeds stays; that nothing is there is no failure.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader has prepared it. Nothing was removed from then on.</exception>
    Task DropAsync(Fence fence, CancellationToken cancellationToken);
}

/// <summary>A projection that can be rebuilt beside the copy that answers, and then takes its place at once (blue/green).</summary>
public interface ISwappableProjection : IProjection
{
    /// <summary>Makes a second, empty copy; an unfinished one is dropped first unless it is to be gone on with.</summary>
    /// <returns>
    /// The copy. Batches go to both until <see cref="SwapAsync"/>. Null when there is none to go on with, because it was swapped already or is lost: an empty one in its place would lack what it held.
    /// </returns>
    Task<IProjection?> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken);

    /// <summary>Lets the copy take the place of this one, at once. The old one is dropped. Repeated, because an answer was lost, it is done already.</summary>
    Task SwapAsync(Fence fence, CancellationToken cancellationToken);

    /// <summary>Drops an unfinished copy, if there is one.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader has come. Nothing was removed.</exception>
    Task DropCopyAsync(Fence fence, CancellationToken cancellationToken);
}

/// <summary>Seqs from one to before another.</summary>
/// <param name="From">The first seq.</param>
/// <param name="To">The first seq that does not belong to it any more.</param>
public readonly record struct SeqRange(long From, long To)
{
    /// <summary>Above every seq.</summary>
    public const long Last = 1L << 32;
}

/// <summary>A row that an engine holds.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Hash">A hash of all that it holds.</param>
public readonly record struct HeldRow(RowKey Key, ulong Hash);

/// <summary>What a range of rows comes to; the order of the rows does not matter.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Sum">The sum of their hashes, modulo 2^64.</param>
public readonly record struct RangeDigest(long Count, ulong Sum)
{
    /// <summary>The digest with one more row.</summary>
    public RangeDigest With(ulong hash) => new(Count + 1, unchecked(Sum + hash));
}
