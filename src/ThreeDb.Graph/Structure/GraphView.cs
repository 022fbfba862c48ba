using System.Text;

namespace ThreeDb.Graphs;

/// <summary>One version of a graph: what a reader holds does not change, whatever is written meanwhile.</summary>
public sealed class GraphView
{
    private readonly GraphBase _base;
    private readonly NodePages _touched;
    private readonly IReadOnlyDictionary<string, int> _newIds;
    private readonly bool _isTouched;

    internal GraphView(GraphBase packed, NodePages touched, IReadOnlyDictionary<string, int> newIds, GraphNames names, GraphCounts counts, long version)
    {
        _base = packed;
        _touched = touched;
        _newIds = newIds;
        _isTouched = touched.Count > 0;
        Names = names;
        Counts = counts;
        Version = version;
    }

    /// <summary>What numbers stand for.</summary>
    public GraphNames Names { get; }

    /// <summary>How much there is.</summary>
    public GraphCounts Counts { get; }

    /// <summary>Counts the versions of this graph in this process.</summary>
    public long Version { get; }

    /// <summary>The first seq that nothing has.</summary>
    public int SeqEnd => Counts.SeqEnd;

    internal GraphBase Base => _base;

    internal NodePages Touched => _touched;

    /// <summary>The other ends of the relations from an entity: what <see cref="Out"/> says, without types and details.</summary>
    internal ReadOnlySpan<int> OutEnds(int seq) => _isTouched && _touched.Find(seq)?.Out is { } strip ? strip.Ends : seq < _base.SeqEnd ? _base.Out.EndsOf(seq) : default;

    /// <summary>The other ends of the relations to an entity: what <see cref="In"/> says, without types and details.</summary>
    internal ReadOnlySpan<int> InEnds(int seq) => _isTouched && _touched.Find(seq)?.In is { } strip ? strip.Ends : seq < _base.SeqEnd ? _base.In.EndsOf(seq) : default;

    /// <summary>The relations from an entity; their ends may be stubs.</summary>
    public Steps Out(int seq) => _isTouched && _touched.Find(seq)?.Out is { } strip ? strip.Steps : seq < _base.SeqEnd ? _base.Out.Of(seq) : default;

    /// <summary>The relations to an entity; their ends may be stubs.</summary>
    public Steps In(int seq) => _isTouched && _touched.Find(seq)?.In is { } strip ? strip.Steps : seq < _base.SeqEnd ? _base.In.Of(seq) : default;

    /// <summary>The number of the type of an entity; 0 when it does not live: a stub, or deleted.</summary>
    public int TypeOf(int seq) => _isTouched && _touched.Find(seq) is { } entry ? entry.Type : seq < _base.SeqEnd ? _base.NodeTypes[seq] : 0;

    /// <summary>Whether an entity lives: it is neither a stub nor deleted.</summary>
    public bool IsLive(int seq) => TypeOf(seq) != 0;

    /// <summary>The number of the project of an entity; 0 for none.</summary>
    public int ProjectOf(int seq) => _isTouched && _touched.Find(seq) is { } entry ? entry.Project : seq < _base.SeqEnd ? _base.ProjectOf(seq) : 0;

    /// <summary>The id of a live entity; empty when it does not live.</summary>
    public string IdOf(int seq) => _isTouched && _touched.Find(seq)?.Id is { } id ? id : IsLive(seq) ? Encoding.UTF8.GetString(_base.Ids.Of(seq)) : "";

    /// <summary>The seq of a live entity; 0 when there is none of this id.</summary>
    public int Find(string id)
    {
        // Ids are added for all versions: this one may be older, and what had the id then be in the base.
        if (_newIds.TryGetValue(id, out var added) && IsLive(added))
        {
            return added;
        }

        var seq = _base.Ids.Find(id);
        return seq != 0 && IsLive(seq) && (!_isTouched || _touched.Find(seq)?.Id is not { } other || other == id) ? seq : 0;
    }
}

/// <summary>How much there is in a graph.</summary>
/// <param name="Entities">Live entities.</param>
/// <param name="Relations">Relations.</param>
/// <param name="SeqEnd">The first seq that nothing has.</param>
public readonly record struct GraphCounts(int Entities, int Relations, int SeqEnd)
{
    /// <summary>How many relations have weights below 0; null for none.</summary>
    internal NegativeWeights? Negative { get; init; }
}
