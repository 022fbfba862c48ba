using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>Turns the numbers of an answer from memory into what people read.</summary>
/// <param name="view">The version that answered.</param>
/// <param name="store">Where titles are.</param>
internal sealed class GraphNaming(GraphView view, SessionGraph store)
{
    /// <summary>How many are read in one batch of an answer of any size.</summary>
    public const int AtOnce = 1_000;

    private IReadOnlyDictionary<long, NamedEntity> _names = new Dictionary<long, NamedEntity>();

    /// <summary>Reads the names of all entities of an answer in one batch.</summary>
    public async Task<GraphNaming> ReadAsync(IEnumerable<int> seqs, CancellationToken cancellationToken)
    {
        long[] wanted = [.. seqs.Distinct().Select(seq => (long)seq)];
        _names = wanted.Length == 0 ? _names : await store.NamesAsync(wanted, cancellationToken).ConfigureAwait(false);
        return this;
    }

    public GraphNode Node(WalkedEntity entity) => Node(entity.Seq, entity.Depth, entity.Degree);

    public GraphNode Node(int seq, int depth, long degree)
    {
        var name = NameOf(seq);
        return new GraphNode(name.Id, name.Type, name.Title, depth, degree);
    }

    public ScoredEntity Scored(int seq, double score)
    {
        var name = NameOf(seq);
        return new ScoredEntity(name.Id, name.Type, name.Title, score);
    }

    public GraphEdge Edge(GraphLink link) => new(view.IdOf(link.Source), view.Names.RelationTypes[link.Type], view.IdOf(link.Target), link.KeyIn(view), link.WeightIn(view));

    /// <summary>How many relations each has that may be followed. Many paths may lead through one entity with many relations: they are counted once.</summary>
    public Dictionary<int, int> Degrees(WalkRules rules, IEnumerable<int> seqs)
    {
        var filter = new StepFilter(view, rules);
        var degrees = new Dictionary<int, int>();
        foreach (var seq in seqs.Distinct())
        {
            rules.Cancellation.ThrowIfCancellationRequested();
            degrees.Add(seq, filter.DegreeOf(view, seq));
        }

        return degrees;
    }

    public GraphPath Path(FoundPath path, Dictionary<int, int> degrees, bool weighted) => new(
        [.. path.Seqs.Select((seq, i) => Node(seq, i, degrees[seq]))], [.. path.Links.Select(Edge)])
    {
        Cost = weighted ? path.Links.Sum(link => link.WeightIn(view)) : null,
    };

    /// <summary>The entities of a circle. It ends where it begins: its last entity is the first one again.</summary>
    public IReadOnlyList<GraphNode> Round(FoundPath path, Dictionary<int, int> degrees)
    {
        var count = path.Seqs.Count > 1 && path.Seqs[^1] == path.Seqs[0] ? path.Seqs.Count - 1 : path.Seqs.Count;
        return [.. path.Seqs.Take(count).Select((seq, i) => Node(seq, i, degrees[seq]))];
    }

    // Deleted since: the version that answered still has its id and type.
    private NamedEntity NameOf(int seq) => _names.GetValueOrDefault(seq) ?? new NamedEntity(view.IdOf(seq), view.Names.EntityTypes[view.TypeOf(seq)], null);
}
