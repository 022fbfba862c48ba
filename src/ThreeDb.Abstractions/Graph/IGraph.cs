namespace ThreeDb;

/// <summary>Questions about the relations of one tenant. Stubs and deleted entities are never visited.</summary>
/// <remarks>
/// Answered from memory, where the graph is loaded on first use and follows every write. Where it does not fit, or is still being loaded, SQL answers
/// neighbours, networks, reach, reachability, shortest paths and impact; the rest is refused with <c>TDB2017</c>. <see cref="Traversal.Explain"/> says which it was.
/// </remarks>
public interface IGraph
{
    /// <summary>The entities one step away, most connected first.</summary>
    Task<Neighbors> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities within a number of steps and the relations among them.</summary>
    Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>A shortest path between two entities, or null when there is none within <see cref="Traversal.Depth"/>.</summary>
    Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>Whether a walk comes from one entity to another, and in how many steps at least. Builds no path, and reads no names.</summary>
    /// <remarks>Follows relations in their direction unless <see cref="Traversal.Direction"/> says otherwise, as far as they lead unless <see cref="Traversal.Depth"/> does; the limit does not count.</remarks>
    Task<Reachability> ReachableAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>Everything that depends on an entity, directly or through others, most depended-on first: what breaks if it goes.</summary>
    /// <remarks>Follows relations against their direction unless <see cref="Traversal.Direction"/> says otherwise.</remarks>
    Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>How many entities can be reached within a number of steps, and, when asked for, which.</summary>
    Task<Reach> ReachAsync(string id, ReachOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Several paths between two entities, best first: all shortest ones, the k shortest without loops, or the cheapest by weight.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c> by weight, when a relation that may be followed has a negative one, wherever it is; <c>TDB2017</c>.</exception>
    Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities one step away from both of two, most connected first.</summary>
    Task<IReadOnlyList<GraphNode>> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>What nothing else leads to: the entities that could no longer be reached from some roots if an entity went.</summary>
    Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Circles: through an entity, or anywhere.</summary>
    Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>An order in which every entity comes before those that its relations lead to; or a circle that prevents it.</summary>
    Task<GraphOrder> OrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities most like one, by the neighbours that they share.</summary>
    Task<IReadOnlyList<ScoredEntity>> SimilarAsync(string id, SimilarityOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities that one has no relation with yet and that its neighbours suggest: who to follow.</summary>
    Task<IReadOnlyList<ScoredEntity>> SuggestAsync(string id, SuggestionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs an algorithm over the graph, or a part of it. Runs wait for each other in the order in which they came.</summary>
    /// <param name="request">Which, on what, how.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    Task<GraphAnalysis> AnalyzeAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Runs an algorithm and gives the score of every entity, in the order of their numbers.</summary>
    IAsyncEnumerable<EntityScore> ScoresAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Loads the graph if it is not in memory, and proves it equal to the tables.</summary>
    Task<GraphVerification> VerifyAsync(CancellationToken cancellationToken = default);
}

/// <summary>How to walk.</summary>
public sealed record Traversal
{
    /// <summary>The largest depth that a walk takes.</summary>
    public const int MaxDepth = 100;

    /// <summary>The largest number of entities that a walk by SQL visits.</summary>
    public const int MaxVisited = 100_000;

    /// <summary>The largest number of entities that a walk in memory visits.</summary>
    public const int MaxVisitedInMemory = ReachOptions.MostVisited;

    /// <summary>Which way to follow relations; each operation has its own default.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>The largest number of steps; each operation has its own default (network 2, path 20, impact 100, reachable no limit).</summary>
    public int? Depth { get; init; }

    /// <summary>The largest number of entities in the answer; default 100. A cut answer says so.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the answer says how it was found.</summary>
    public bool Explain { get; init; }
}

/// <summary>How an answer about the graph was found.</summary>
/// <param name="Source"><c>memory</c> or <c>sql</c>.</param>
/// <param name="Why">Why it was not memory; null when it was.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record GraphExplanation(string Source, string? Why, double Milliseconds);

/// <summary>The entities one step away.</summary>
/// <param name="Items">They, most connected first, each with all of its relations with the start.</param>
/// <param name="Truncated">Whether <see cref="Traversal.Limit"/> left some out.</param>
public sealed record Neighbors(IReadOnlyList<Neighbor> Items, bool Truncated)
{
    /// <summary>How they were found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>Whether there is a way from one entity to another.</summary>
/// <param name="Reachable">Whether there is, within <see cref="Traversal.Depth"/>.</param>
/// <param name="Steps">The fewest steps that it takes, 0 from an entity to itself; null when there is no way.</param>
public sealed record Reachability(bool Reachable, int? Steps)
{
    /// <summary>How it was found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>An entity one step away.</summary>
/// <param name="Node">The entity.</param>
/// <param name="Relations">The relations between the two.</param>
public sealed record Neighbor(GraphNode Node, IReadOnlyList<GraphEdge> Relations);

/// <summary>An entity in an answer about the graph.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Title">The text of its title field, or null.</param>
/// <param name="Depth">Steps from the start.</param>
/// <param name="Degree">How many relations it has, both ways and of the types followed.</param>
public sealed record GraphNode(string Id, string Type, string? Title, int Depth, long Degree);

/// <summary>A relation in an answer about the graph.</summary>
/// <param name="From">The id of the source.</param>
/// <param name="Type">The type.</param>
/// <param name="To">The id of the target.</param>
/// <param name="Key">The key, empty in most cases.</param>
public sealed record GraphEdge(string From, string Type, string To, string Key);

/// <summary>The surroundings of an entity.</summary>
/// <param name="Nodes">The entities, nearest first; the start is the first.</param>
/// <param name="Edges">The relations among them.</param>
/// <param name="Truncated">Whether <see cref="Traversal.Limit"/> cut the answer.</param>
public sealed record Network(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated)
{
    /// <summary>How it was found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>A path.</summary>
/// <param name="Nodes">The entities from start to end.</param>
/// <param name="Edges">One relation for each step, in order.</param>
public sealed record GraphPath(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>The number of steps.</summary>
    public int Length => Edges.Count;

    /// <summary>The sum of the weights of its relations, where weights were asked for.</summary>
    public double? Cost { get; init; }

    /// <summary>How it was found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>What depends on an entity.</summary>
/// <param name="Total">How many entities do, directly or not.</param>
/// <param name="ByDepth">How many at each number of steps; the first is one step.</param>
/// <param name="Items">The entities with the most direct dependents, within <see cref="Traversal.Limit"/>.</param>
/// <param name="Truncated">Whether <see cref="Traversal.MaxVisitedInMemory"/>, or by SQL <see cref="Traversal.MaxVisited"/>, stopped the walk, so that <paramref name="Total"/> is a lower bound.</param>
public sealed record Impact(long Total, IReadOnlyList<long> ByDepth, IReadOnlyList<ImpactedEntity> Items, bool Truncated)
{
    /// <summary>How it was found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>An entity that depends on another.</summary>
/// <param name="Node">The entity; its depth is the number of steps.</param>
/// <param name="Dependents">How many entities depend on it directly.</param>
public sealed record ImpactedEntity(GraphNode Node, long Dependents);
