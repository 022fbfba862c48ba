using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What a new leader finds out before it goes on from a checkpoint: whether source and engine are those that the checkpoint speaks of.</summary>
internal static class StartChecks
{
    private const int Few = 200;

    // More than a leader tries in years, and few of the numbers that a fence has.
    private const long Attempts = 100_000_000;

    /// <summary>
    /// Whether the engine was fed by leaders that this database never had. It refuses whoever comes after a newer leader: if it refuses even the last fences of the leader before, then the
    /// database was put back to an earlier time, with its epoch and the checkpoint as they were then. Only to be asked of an engine that was built, and before it is prepared: what is
    /// prepared anew after somebody emptied it would pass for whole.
    /// </summary>
    /// <exception cref="ProjectionLostException">It was emptied while nobody led.</exception>
    public static async Task<bool> MeetUnknownLeadersAsync(ILeadership leadership, IProjection projection, Deliverer deliverer, CancellationToken cancellationToken)
    {
        // A newer one with each attempt: an engine may have kept the one whose answer was lost.
        var number = uint.MaxValue - Attempts;
        try
        {
            await deliverer.CallAsync(token => projection.ProbeAsync(new Fence(leadership.EpochBefore, number++), token), cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (ProjectionFencedException)
        {
            return true;
        }
    }

    /// <summary>Whether a checkpoint lies beyond the end of the log: the database was set back to an earlier time, though its epoch may be the same.</summary>
    public static async Task<bool> IsBeyondTheEndAsync(IChangeSource source, LogPoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            await source.ReadAsync(checkpoint, 1, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.UnknownEpoch)
        {
            return true;
        }
    }

    /// <summary>Looks whether the engine holds any of the rows that the source begins with: one whose rows somebody deleted may have kept its fence.</summary>
    /// <exception cref="ProjectionLostException">It holds none.</exception>
    public static async Task FindSomethingAsync(
        TermServices with, IProjection projection, RowReader rows, Deliverer deliverer, LogPoint checkpoint, CancellationToken cancellationToken)
    {
        if (projection.IsPartial || !rows.Needs.Entities)
        {
            return;
        }

        var first = await with.Source.EntitiesAsync(0, SeqRange.Last, Few, rows.Needs, cancellationToken).ConfigureAwait(false);
        var pending = await with.Source.PendingAsync(checkpoint, Feeder.PageSize, cancellationToken).ConfigureAwait(false);
        var parked = await with.Store.ParkedKeysAsync(with.Tenant, with.Context.Name, cancellationToken).ConfigureAwait(false);
        var expected = rows.Shape(new SourceRows(first, [])).Entities
            .Where(row => row.IsLive && pending?.Contains(row.RowKey) == false && !parked.Contains(row.RowKey)).ToList();
        if (expected.Count == 0)
        {
            return;
        }

        var range = new SeqRange(expected[0].Seq, expected[^1].Seq + 1);
        var held = await deliverer.CallAsync(token => projection.DigestAsync(relations: false, [range], token), cancellationToken).ConfigureAwait(false);
        if (held[0].Count == 0)
        {
            throw new ProjectionLostException($"The engine of the projection '{with.Context.Name}' holds nothing of what was applied: it was emptied or replaced.");
        }
    }
}
