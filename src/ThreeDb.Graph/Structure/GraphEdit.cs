using ThreeDb.Changes;

namespace ThreeDb.Graphs;

/// <summary>The entries that a batch of rows changes, before anybody sees them.</summary>
internal sealed class GraphEdit(GraphView view, GraphNames names)
{
    private readonly Dictionary<int, int> _negative = [];
    private int _entities = view.Counts.Entities;
    private int _relations = view.Counts.Relations;
    private int _seqEnd = view.Counts.SeqEnd;

    public Dictionary<int, NodeEntry> Entries { get; } = [];

    public GraphCounts Counts => new(_entities, _relations, _seqEnd) { Negative = (view.Counts.Negative ?? NegativeWeights.None).With(_negative) };

    /// <summary>How many bytes the entries take more than those that they replace.</summary>
    public long AddedBytes => Entries.Sum(entry => entry.Value.Bytes - (view.Touched.Find(entry.Key)?.Bytes ?? 0));

    /// <summary>Takes an entity. One that is known as it is makes no entry: what this process wrote comes by the feed as well.</summary>
    public void Set(SourceEntity entity)
    {
        var seq = Seq(entity.Seq);
        var entry = Entry(seq);
        var (type, project) = entity.IsLive ? (names.EntityTypes.CodeOf(entity.Type), names.Projects.CodeOf(entity.Project)) : (0, 0);
        if (entry.Type == type && entry.Project == project && (type == 0 || HasId(seq, entry, entity.Id)))
        {
            return;
        }

        _entities += (type != 0 ? 1 : 0) - (entry.Type != 0 ? 1 : 0);
        Entries[seq] = entry with { Type = (ushort)type, Project = project, Id = type != 0 ? entity.Id : null };
    }

    /// <summary>Takes a relation; like <see cref="Set(SourceEntity)"/>.</summary>
    public void Set(SourceRelation relation)
    {
        var (source, target) = (Seq(relation.RowKey.Seq), Seq(relation.RowKey.Target));
        var type = relation.IsLive ? names.RelationTypes.CodeOf(relation.RowKey.Type) : names.RelationTypes.Find(relation.RowKey.Type);
        var detail = relation.IsLive
            ? names.Details.NumberOf(relation.Weight, GraphTime.StoredMicros(relation.ValidFrom) ?? long.MinValue, GraphTime.StoredMicros(relation.ValidTo) ?? long.MaxValue, relation.RowKey.Key!)
            : 0;
        var begin = Entry(source);
        var (by, replaced) = Change(begin.Out, view.Out(source), target, type, detail, relation, out var outgoing);
        if (outgoing is null)
        {
            return;
        }

        CountNegative(type, detail, replaced);
        Entries[source] = begin with { Out = outgoing };

        // Of a self-loop the source is the target: its entry has just changed.
        var end = Entry(target);
        Change(end.In, view.In(target), source, type, detail, relation, out var incoming);
        Entries[target] = end with { In = incoming };
        _relations += by;
    }

    // Nothing is copied when nothing changes.
    private (int By, int Replaced) Change(Strip? strip, Steps packed, int end, int type, int detail, SourceRelation relation, out Strip? changed)
    {
        var steps = strip is null ? packed : strip.Steps;
        var place = type == 0 ? -1 : Strip.Find(steps, end, type, relation.RowKey.Key!, names.Details);
        var isOther = relation.IsLive ? place < 0 || steps.DetailOf(place) != detail : place >= 0;
        changed = null;
        if (isOther)
        {
            strip ??= Strip.Of(packed);
            changed = !relation.IsLive ? strip.Without(place) : place < 0 ? strip.With(end, type, detail) : strip.With(place, detail);
        }

        return ((relation.IsLive ? 1 : 0) - (place >= 0 ? 1 : 0), place >= 0 ? steps.DetailOf(place) : 0);
    }

    // Number 0 has the weight 1: it stands for relations that are not there as well.
    private void CountNegative(int type, int detail, int replaced)
    {
        var by = (names.Details[detail].IsNegative ? 1 : 0) - (names.Details[replaced].IsNegative ? 1 : 0);
        if (by != 0)
        {
            _negative[type] = _negative.GetValueOrDefault(type) + by;
        }
    }

    private bool HasId(int seq, NodeEntry entry, string id) => entry.Id is { } known ? known == id : view.Base.Ids.Find(id) == seq;

    private NodeEntry Entry(int seq) => Entries.GetValueOrDefault(seq) ?? view.Touched.Find(seq) ?? new NodeEntry((ushort)view.TypeOf(seq), view.ProjectOf(seq), null, null, null);

    private int Seq(long seq)
    {
        if (seq is < 0 or >= int.MaxValue - 64)
        {
            throw new GraphTooLargeException($"the number {seq:N0} of an entity is above {int.MaxValue:N0}");
        }

        _seqEnd = Math.Max(_seqEnd, (int)seq + 1);
        return (int)seq;
    }
}
