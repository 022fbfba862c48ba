using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Builds a projection anew from the tables, a chunk at a time, beside the live feed. Owned by the leader's loop.</summary>
/// <remarks>
/// After DBLog (Andreakis and Papapanagiotou 2020), without its watermarks: the one leader applies chunks and the feed in turn, and of a chunk that was read ahead it
/// leaves out what the feed has applied since, so that nothing older goes over something newer. Entities first, then relations, so that ends are there.
/// </remarks>
/// <param name="source">The tables.</param>
/// <param name="rows">Shapes rows.</param>
/// <param name="deliverer">Brings them there.</param>
/// <param name="target">The projection, or the copy that is built.</param>
/// <param name="cursor">Where to begin.</param>
/// <param name="isEmpty">Whether the target held nothing when this began: rows may be inserted without looking.</param>
internal sealed class Rebuilder(IChangeSource source, RowReader rows, Deliverer deliverer, IProjection target, RebuildCursor cursor, bool isEmpty)
{
    private const int MostAtOnce = 5000;

    private readonly int _chunk = Math.Min(MostAtOnce, deliverer.RowsPerTurn);
    private readonly HashSet<RowKey> _touched = [];
    private readonly HashSet<RowKey> _since = [];
    private Task<Part>? _ahead;
    private Taken? _taken;

    /// <summary>Where it goes on.</summary>
    public RebuildCursor Cursor { get; private set; } = cursor;

    /// <summary>Whether all is done.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How far it is.</summary>
    public SyncProgress Progress => new("rebuild", Cursor.Relations ? "relations" : "entities", Math.Min(Cursor.Next, Cursor.End), Cursor.End, Cursor.StartedAt);

    /// <summary>Told by the feed what it applied: what is there already is not inserted without looking, and not overwritten by what was read ahead.</summary>
    public void Touch(RowKey key)
    {
        if (_ahead is not null)
        {
            _since.Add(key);
        }

        _taken?.Newer.Add(key);

        if (isEmpty && !IsPassed(key))
        {
            _touched.Add(key);
        }
    }

    /// <summary>Brings one chunk, while the next one is read; or a part of it: relations of one source come together, however many they are.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var taken = _taken ??= await TakeAsync(cancellationToken).ConfigureAwait(false);
        var slice = Deliverer.Slice(taken.Rows, taken.Brought, deliverer.RowsPerTurn);
        await PutAsync(taken.Newer.Count == 0 ? slice : Without(slice, taken.Newer), cancellationToken).ConfigureAwait(false);
        taken.Brought += slice.Count;
        if (taken.Brought < taken.Rows.Count)
        {
            return;
        }

        if (!isEmpty && Cursor.Types is null)
        {
            await RemoveOrphansAsync(Cursor.Relations, taken.Next, taken.Live(), cancellationToken).ConfigureAwait(false);
        }

        var after = After(taken.Next);
        _taken = null;
        IsDone = after is null;
        if (after is { Relations: true, Next: 0 })
        {
            _touched.RemoveWhere(key => !key.IsRelation);
        }

        Cursor = (after ?? Cursor with { Next = taken.Next }) with
        {
            WrittenEntities = Cursor.WrittenEntities + taken.Rows.Entities.Count(row => row.IsLive),
            WrittenRelations = Cursor.WrittenRelations + taken.Rows.Relations.Count(row => row.IsLive),
        };
    }

    private async Task<Taken> TakeAsync(CancellationToken cancellationToken)
    {
        var part = await (_ahead ?? ReadAsync(Cursor, cancellationToken)).ConfigureAwait(false);

        // What the feed has applied since the chunk was read is as new or newer; what came after it, the feed will bring.
        var taken = new Taken(isEmpty ? Live(part.Rows) : part.Rows, part.Next, [.. _since]);
        _since.Clear();
        var after = After(part.Next);
        _ahead = after is null ? null : ReadAsync(after, cancellationToken);
        return taken;
    }

    /// <summary>Where it goes on after a chunk; null at the end.</summary>
    private RebuildCursor? After(long next)
    {
        if (next < Cursor.End)
        {
            return Cursor with { Next = next };
        }

        return !Cursor.Relations && Cursor.Types is null && rows.Needs.Relations && !PlantedFault.Is(PlantedFault.RebuildWithoutRelations)
            ? Cursor with { Relations = true, Next = 0 }
            : null;
    }

    private async Task<Part> ReadAsync(RebuildCursor from, CancellationToken cancellationToken)
    {
        if (from.Relations)
        {
            var (relations, after) = await source.RelationsAsync(from.Next, from.End, _chunk, rows.Needs, cancellationToken).ConfigureAwait(false);
            return new Part(rows.Shape(new SourceRows([], relations)), after);
        }

        var chunk = rows.Needs.Entities
            ? await source.EntitiesAsync(from.Next, from.End, _chunk, rows.Needs, cancellationToken).ConfigureAwait(false)
            : [];
        var next = chunk.Count < _chunk ? from.End : chunk[^1].Seq + 1;
        var wanted = from.Types is { } types ? [.. chunk.Where(entity => types.Contains(entity.Type!))] : chunk;
        return new Part(rows.Shape(new SourceRows(PlantedFault.Is(PlantedFault.RebuildSkipsLastChunk) && chunk.Count < _chunk ? [] : wanted, [])), next);
    }

    private static ShapedRows Live(ShapedRows shaped) => new([.. shaped.Entities.Where(row => row.IsLive)], [.. shaped.Relations.Where(row => row.IsLive)]);

    private static ShapedRows Without(ShapedRows shaped, HashSet<RowKey> keys) => new(
        [.. shaped.Entities.Where(row => !keys.Contains(row.RowKey))], [.. shaped.Relations.Where(row => !keys.Contains(row.RowKey))]);

    private async Task PutAsync(ShapedRows shaped, CancellationToken cancellationToken)
    {
        if (_touched.Count == 0)
        {
            await deliverer.DeliverAsync([target], shaped, isEmpty, cancellationToken).ConfigureAwait(false);
            return;
        }

        var there = new ShapedRows([.. shaped.Entities.Where(row => _touched.Contains(row.RowKey))], [.. shaped.Relations.Where(row => _touched.Contains(row.RowKey))]);
        var not = new ShapedRows([.. shaped.Entities.Where(row => !_touched.Contains(row.RowKey))], [.. shaped.Relations.Where(row => !_touched.Contains(row.RowKey))]);
        await deliverer.DeliverAsync([target], there, fresh: false, cancellationToken).ConfigureAwait(false);
        await deliverer.DeliverAsync([target], not, isEmpty, cancellationToken).ConfigureAwait(false);
    }

    // What the target holds in the range of this chunk and the source does not: read again before it goes, as everything else.
    private async Task RemoveOrphansAsync(bool relations, long next, HashSet<RowKey> live, CancellationToken cancellationToken)
    {
        var held = await deliverer.CallAsync(
            async token =>
            {
                var keys = new HashSet<RowKey>();
                await foreach (var row in target.ReadAsync(relations, new SeqRange(Cursor.Next, next >= Cursor.End ? SeqRange.Last : next), token).ConfigureAwait(false))
                {
                    keys.Add(row.Key);
                }

                return keys;
            },
            cancellationToken).ConfigureAwait(false);
        held.ExceptWith(live);
        if (held.Count > 0 && !PlantedFault.Is(PlantedFault.RebuildKeepsOrphans))
        {
            var shaped = rows.Shape(await source.CurrentAsync(held, rows.Needs, cancellationToken).ConfigureAwait(false));
            await deliverer.DeliverAsync([target], shaped, fresh: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsPassed(RowKey key) => key.IsRelation ? Cursor.Relations && key.Seq < Cursor.Next : Cursor.Relations || key.Seq < Cursor.Next;

    private sealed record Part(ShapedRows Rows, long Next);

    /// <summary>A chunk that is being brought.</summary>
    /// <param name="Rows">All of it.</param>
    /// <param name="Next">The first seq after it.</param>
    /// <param name="Newer">What the feed has applied since it was read.</param>
    private sealed record Taken(ShapedRows Rows, long Next, HashSet<RowKey> Newer)
    {
        /// <summary>How many of its rows have been brought.</summary>
        public int Brought { get; set; }

        /// <summary>The keys that the target may hold.</summary>
        public HashSet<RowKey> Live() =>
            [.. Newer, .. Rows.Entities.Where(row => row.IsLive).Select(row => row.RowKey), .. Rows.Relations.Where(row => row.IsLive).Select(row => row.RowKey)];
    }
}
