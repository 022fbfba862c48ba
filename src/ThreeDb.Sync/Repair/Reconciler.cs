using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Compares a projection with the source, a window of seqs at a time, beside the live feed, and repairs what differs. Owned by the leader's loop.</summary>
/// <remarks>
/// 1 The projection's digest of the window and, at the same time, what the source holds of it; where they differ, 2 descend to leaves; 3 compare the rows of a leaf. 4 A key
/// that changed after the checkpoint is no difference: the feed will bring it. This is asked after both sides were read, and nothing is applied
/// between, so that of every other key both sides were of the same version. 5 What remains is repaired by applying its current row;
/// keys that are parked are tried again by that, too. 6 So are parked keys at which nothing differs any more, such as that of a row which was removed
/// while nobody read the log.
/// </remarks>
/// <param name="source">The source.</param>
/// <param name="rows">Shapes rows.</param>
/// <param name="deliverer">Calls the projection.</param>
/// <param name="target">The projection.</param>
/// <param name="feeder">Applies repairs.</param>
/// <param name="cause">Why it is compared.</param>
/// <param name="end">The first seq that is not compared any more.</param>
/// <param name="time">The clock.</param>
internal sealed class Reconciler(
    IChangeSource source, RowReader rows, Deliverer deliverer, IProjection target, Feeder feeder, string cause, long end, TimeProvider time)
{
    /// <summary>The most rows of the source read in a second: it serves others, too.</summary>
    public const int RowsPerSecond = 40_000;

    private const int Chunk = 5000;
    private const int MostPending = 50_000;

    private readonly Pace _pace = new(RowsPerSecond, time);
    private readonly Findings _findings = new(cause, time.GetUtcNow());
    private readonly Queue<(RowKey Key, Difference? Doubtful)> _toRepair = new();
    private readonly HashSet<RowKey> _parkedBefore = [.. deliverer.Parked];
    private bool _relations;
    private bool _isCompared;
    private long _next;

    /// <summary>Whether all is compared and repaired.</summary>
    public bool IsDone => _isCompared && _toRepair.Count == 0;

    public SyncProgress Progress => new("reconcile", _relations ? "relations" : "entities", Math.Min(_next, end), end, _findings.StartedAt);

    public ReconcileReport Report => _findings.ToReport(time.GetUtcNow(), deliverer.ParkedCount);

    /// <summary>Repairs some of what was found, or compares the next window when there is nothing to repair.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        if (_toRepair.Count > 0)
        {
            await RepairAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var wanted = _relations ? rows.Needs.Relations : rows.Needs.Entities;
        if (wanted && _next < end)
        {
            await WindowAsync(new SeqRange(_next, _next + RangeTree.Window), cancellationToken).ConfigureAwait(false);
            _next += RangeTree.Window;
        }

        if (!wanted || _next >= end)
        {
            if (wanted)
            {
                await TailAsync(new SeqRange(_next, SeqRange.Last), cancellationToken).ConfigureAwait(false);
            }

            if (_relations)
            {
                // 6
                _parkedBefore.Where(deliverer.IsParked).ToList().ForEach(key => _toRepair.Enqueue((key, null)));
            }

            _isCompared = _relations;
            (_relations, _next) = (true, 0);
        }
    }

    private async Task WindowAsync(SeqRange window, CancellationToken cancellationToken)
    {
        // 1
        var (held, tree) = await BothAsync(window, cancellationToken).ConfigureAwait(false);
        if (held == tree.Digest(window) || (PlantedFault.Is(PlantedFault.ReconcileTrustsApplied) && held.Count == tree.Digest(window).Count))
        {
            return;
        }

        // 2
        var branches = await DescendAsync(tree, [window], cancellationToken).ConfigureAwait(false);
        var leaves = await DescendAsync(tree, branches, cancellationToken).ConfigureAwait(false);

        // 3
        var suspects = new Dictionary<RowKey, Difference>();
        foreach (var leaf in leaves)
        {
            await CompareAsync(tree, leaf, suspects, cancellationToken).ConfigureAwait(false);
        }

        await SettleAsync(suspects, cancellationToken).ConfigureAwait(false);
    }

    // Two servers work for it at once. The first that fails ends what is asked of the other.
    private async Task<(RangeDigest Held, RangeTree Tree)> BothAsync(SeqRange window, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var held = DigestAsync([window], stop.Token);
        var tree = ReadAsync(window, stop.Token);
        var first = await Task.WhenAny(held, tree).ConfigureAwait(false);
        if (!first.IsCompletedSuccessfully)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(held, tree).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first.ConfigureAwait(false);
        }

        return ((await held.ConfigureAwait(false))[0], await tree.ConfigureAwait(false));
    }

    // Above the last seq of the source: rows of a future that a restored database does not have.
    private async Task TailAsync(SeqRange tail, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(tail, cancellationToken).ConfigureAwait(false);
        foreach (var part in held.Keys.Chunk(Feeder.PageSize))
        {
            var there = rows.Shape(await source.CurrentAsync(part, rows.Needs, cancellationToken).ConfigureAwait(false));
            var live = there.Entities.Where(row => row.IsLive).Select(row => row.RowKey).Concat(there.Relations.Where(row => row.IsLive).Select(row => row.RowKey)).ToHashSet();
            await SettleAsync(part.Where(key => !live.Contains(key)).ToDictionary(key => key, _ => Difference.Orphan), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(Dictionary<RowKey, Difference> suspects, CancellationToken cancellationToken)
    {
        // 4
        var pending = await source.PendingAsync(feeder.Checkpoint, MostPending, cancellationToken).ConfigureAwait(false);
        if (pending is not null)
        {
            HashSet<RowKey> coming = [.. pending];
            rows.Complete(coming);
            foreach (var key in suspects.Keys.Where(coming.Contains).ToList())
            {
                suspects.Remove(key);
            }

            await AddAsync([.. suspects.Where(suspect => !deliverer.IsParked(suspect.Key) && !MayCome(suspect.Key))], cancellationToken).ConfigureAwait(false);
        }

        // 5. What may come along with an end, too: an update of the end does not bring it. With too much pending to tell what is a difference, all of it is applied again and nothing is counted.
        foreach (var (key, difference) in suspects)
        {
            _toRepair.Enqueue((key, pending is not null && deliverer.IsParked(key) && !MayCome(key) ? difference : null));
            _parkedBefore.Remove(key);
        }

        bool MayCome(RowKey key) => rows.FollowsEnds && key.IsRelation && pending is not null
            && (pending.Contains(RowKey.Entity(key.Seq)) || pending.Contains(RowKey.Entity(key.Target)));
    }

    private async Task RepairAsync(CancellationToken cancellationToken)
    {
        var part = new Dictionary<RowKey, Difference?>();
        while (part.Count < Math.Min(Feeder.PageSize, deliverer.RowsPerTurn) && _toRepair.TryDequeue(out var next))
        {
            part[next.Key] = next.Doubtful;
        }

        await feeder.ApplyAsync([.. part.Keys], cancellationToken).ConfigureAwait(false);

        // A parked key is no difference until the engine takes it after all: what kept it away may have passed.
        await AddAsync(
            [.. part.Where(row => row.Value is not null && !deliverer.IsParked(row.Key)).Select(row => KeyValuePair.Create(row.Key, row.Value!.Value))], cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(IReadOnlyList<KeyValuePair<RowKey, Difference>> found, CancellationToken cancellationToken)
    {
        var names = await RowNames.ReadAsync(source, [.. found.Take(_findings.Room).Select(suspect => suspect.Key)], cancellationToken).ConfigureAwait(false);
        foreach (var (key, difference) in found)
        {
            _findings.Add(key, difference, names.GetValueOrDefault(key));
        }
    }

    private async Task<IReadOnlyList<SeqRange>> DescendAsync(RangeTree tree, IReadOnlyList<SeqRange> ranges, CancellationToken cancellationToken)
    {
        List<SeqRange> parts = [.. ranges.SelectMany(range =>
        {
            var span = (range.To - range.From) / RangeTree.Fan;
            return Enumerable.Range(0, RangeTree.Fan).Select(i => new SeqRange(range.From + (i * span), range.From + ((i + 1) * span)));
        })];
        var held = await DigestAsync(parts, cancellationToken).ConfigureAwait(false);
        return [.. parts.Where((part, i) => held[i] != tree.Digest(part) && !(PlantedFault.Is(PlantedFault.ReconcileSamples) && i % 2 == 1))];
    }

    private Task<IReadOnlyList<RangeDigest>> DigestAsync(IReadOnlyList<SeqRange> ranges, CancellationToken cancellationToken) =>
        deliverer.CallAsync(token => target.DigestAsync(_relations, ranges, token), cancellationToken);

    private async Task<RangeTree> ReadAsync(SeqRange window, CancellationToken cancellationToken)
    {
        var tree = new RangeTree(window.From);
        for (var next = window.From; next < window.To;)
        {
            SourceRows chunk;
            if (_relations)
            {
                (var relations, next) = await source.RelationsAsync(next, window.To, Chunk, rows.Needs, cancellationToken).ConfigureAwait(false);
                chunk = new SourceRows([], relations);
            }
            else
            {
                var entities = await source.EntitiesAsync(next, window.To, Chunk, rows.Needs, cancellationToken).ConfigureAwait(false);
                next = entities.Count < Chunk ? window.To : entities[^1].Seq + 1;
                chunk = new SourceRows(entities, []);
            }

            var shaped = rows.Shape(chunk);
            Add(tree, shaped);
            await _pace.WaitAsync(shaped.Count, cancellationToken).ConfigureAwait(false);
        }

        return tree;
    }

    private void Add(RangeTree tree, ShapedRows shaped)
    {
        foreach (var entity in shaped.Entities.Where(row => row.IsLive))
        {
            Add(tree, entity.RowKey, () => target.HashOf(entity));
            _findings.Entities++;
        }

        foreach (var relation in shaped.Relations.Where(row => row.IsLive))
        {
            Add(tree, relation.RowKey, () => target.HashOf(relation));
            _findings.Relations++;
        }
    }

    // What the engine can never hold is parked, and is not missing.
    private static void Add(RangeTree tree, RowKey key, Func<ulong> hash)
    {
        try
        {
            tree.Add(key, hash());
        }
        catch (ProjectionRejectedException)
        {
        }
    }

    private async Task CompareAsync(RangeTree tree, SeqRange leaf, Dictionary<RowKey, Difference> suspects, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(leaf, cancellationToken).ConfigureAwait(false);
        foreach (var (key, hash) in held)
        {
            if (tree.HashOf(key) is not { } expected)
            {
                suspects[key] = Difference.Orphan;
            }
            else if (expected != hash)
            {
                suspects[key] = Difference.Differing;
            }
        }

        foreach (var key in tree.KeysIn(leaf).Where(key => !held.ContainsKey(key) && !target.IsPartial))
        {
            suspects[key] = Difference.Missing;
        }
    }

    private Task<Dictionary<RowKey, ulong>> HeldAsync(SeqRange range, CancellationToken cancellationToken) => deliverer.CallAsync(
        async token =>
        {
            var found = new Dictionary<RowKey, ulong>();
            await foreach (var row in target.ReadAsync(_relations, range, token).ConfigureAwait(false))
            {
                found[row.Key] = row.Hash;
            }

            return found;
        },
        cancellationToken);
}
