using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Builds a projection anew from the tables, a chunk at a time, beside the live feed. Owned by the leader's loop.</summary>
/// <remarks>
/// After DBLog (Andreakis and Papapanagiotou 2020), without its watermarks: the one leader applies chunks and the feed in turn, each row as it is when it is
/// read, so that no chunk is older than what the feed brought before it. Entities first, then relations, so that ends are there.
/// </remarks>
/// <param name="source">The tables.</param>
/// <param name="rows">Shapes rows.</param>
/// <param name="deliverer">Brings them there.</param>
/// <param name="target">The projection, or the copy that is built.</param>
/// <param name="cursor">Where to begin.</param>
/// <param name="isEmpty">Whether the target held nothing when this began: rows may be inserted without looking.</param>
internal sealed class Rebuilder(IChangeSource source, RowReader rows, Deliverer deliverer, IProjection target, RebuildCursor cursor, bool isEmpty)
{
    private const int Chunk = 5000;

    private readonly HashSet<RowKey> _touched = [];

    /// <summary>Where it goes on.</summary>
    public RebuildCursor Cursor { get; private set; } = cursor;

    /// <summary>Whether all is done.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How far it is.</summary>
    public SyncProgress Progress => new("rebuild", Cursor.Relations ? "relations" : "entities", Math.Min(Cursor.Next, Cursor.End), Cursor.End, Cursor.StartedAt);

    /// <summary>Told by the feed what it applied: what is there already is not inserted without looking.</summary>
    public void Touch(RowKey key)
    {
        if (isEmpty && !IsPassed(key))
        {
            _touched.Add(key);
        }
    }

    /// <summary>Takes one chunk.</summary>
    public Task StepAsync(CancellationToken cancellationToken) => Cursor.Relations ? RelationsAsync(cancellationToken) : EntitiesAsync(cancellationToken);

    private async Task EntitiesAsync(CancellationToken cancellationToken)
    {
        var chunk = rows.Needs.Entities
            ? await source.EntitiesAsync(Cursor.Next, Cursor.End, Chunk, rows.Needs, cancellationToken).ConfigureAwait(false)
            : [];
        var next = chunk.Count < Chunk ? Cursor.End : chunk[^1].Seq + 1;
        var wanted = Cursor.Types is { } types ? [.. chunk.Where(entity => types.Contains(entity.Type!))] : chunk;
        var shaped = rows.Shape(new SourceRows(PlantedFault.Is(PlantedFault.RebuildSkipsLastChunk) && chunk.Count < Chunk ? [] : wanted, []));
        await PutAsync(shaped with { Entities = [.. shaped.Entities.Where(row => row.IsLive || !isEmpty)] }, cancellationToken).ConfigureAwait(false);
        if (!isEmpty && Cursor.Types is null)
        {
            await RemoveOrphansAsync(relations: false, next, [.. shaped.Entities.Where(row => row.IsLive).Select(row => row.RowKey)], cancellationToken).ConfigureAwait(false);
        }

        if (next < Cursor.End)
        {
            Cursor = Cursor with { Next = next };
        }
        else if (Cursor.Types is null && rows.Needs.Relations && !PlantedFault.Is(PlantedFault.RebuildWithoutRelations))
        {
            _touched.RemoveWhere(key => !key.IsRelation);
            Cursor = Cursor with { Relations = true, Next = 0 };
        }
        else
        {
            Cursor = Cursor with { Next = next };
            IsDone = true;
        }
    }

    private async Task RelationsAsync(CancellationToken cancellationToken)
    {
        var (chunk, next) = await source.RelationsAsync(Cursor.Next, Cursor.End, Chunk, rows.Needs, cancellationToken).ConfigureAwait(false);
        var shaped = rows.Shape(new SourceRows([], chunk));
        await PutAsync(shaped with { Relations = [.. shaped.Relations.Where(row => row.IsLive || !isEmpty)] }, cancellationToken).ConfigureAwait(false);
        if (!isEmpty)
        {
            await RemoveOrphansAsync(relations: true, next, [.. shaped.Relations.Where(row => row.IsLive).Select(row => row.RowKey)], cancellationToken).ConfigureAwait(false);
        }

        Cursor = Cursor with { Next = next };
        IsDone = next >= Cursor.End;
    }

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
}
