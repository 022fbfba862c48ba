namespace ThreeDb;

/// <summary>Questions about the relations of one tenant. Stubs and deleted entities are never visited.</summary>
/// <remarks>
/// Answered from memory, where the graph is loaded on first use and follows every write. Where it does not fit, or is still being loaded, SQL answers
/// neighbours, networks, reach, reachability, shortest paths and impact; the rest is refused with <c>TDB2017</c> while it is being loaded, and with <c>TDB2021</c> where it does not fit. <see cref="Traversal.Explain"/> says which it was.
/// </remarks>
public interface IGraph
{
    /// <summary>The entities one step away, most connected first.</summary>
    Task<Neighbors> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities within a number of steps and the relations among them.</summary>
    Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>The relations among some entities, each of these with what people read of it. Answered by SQL where memory cannot.</summary>
    /// <param name="ids">The entities: 1 to 10,000; one that is named twice counts once.</param>
    /// <param name="options">Which relations: <see cref="Traversal.Via"/> and <see cref="Traversal.At"/>; the rest does not count but for <see cref="Traversal.Explain"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The entities in the order of the ids, and at most <see cref="Traversal.MaxAmong"/> relations.</returns>
    Task<Network> AmongAsync(IReadOnlyList<string> ids, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>A part of the graph, however large: notes, then the entities, then the relations among them, both as they are at one moment; titles and types as they are when they are read.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB2001</c>; <c>TDB2017</c>, <c>TDB2018</c>, <c>TDB2021</c>: only memory answers it.</exception>
    IAsyncEnumerable<GraphPiece> PartAsync(PartOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>A shortest path between two entities, if there is one within <see cref="Traversal.Depth"/>.</summary>
    Task<GraphPathAnswer> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>Whether a walk comes from one entity to another, and in how many steps at least. Builds no path, and reads no names.</summary>
    /// <remarks>Follows relations in their direction unless <see cref="Traversal.Direction"/> says otherwise, as far as they lead unless <see cref="Traversal.Depth"/> does; the limit does not count.</remarks>
    Task<Reachability> ReachableAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>Everything that depends on an entity, directly or through others, most depended-on first: what breaks if it goes.</summary>
    /// <remarks>Follows relations against their direction unless <see cref="Traversal.Direction"/> says otherwise.</remarks>
    Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>How many entities can be reached within a number of steps, and, when asked for, which.</summary>
    Task<Reach> ReachAsync(string id, ReachOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Several paths between two entities, best first: all shortest ones, the k shortest without loops, or the cheapest by weight.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c> by weight, when a relation that may be followed has a negative one, wherever it is; <c>TDB2017</c>, <c>TDB2021</c>.</exception>
    Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities one step away from both of two, most connected first.</summary>
    Task<CommonNeighbors> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>What nothing else leads to: the entities that could no longer be reached from some roots if an entity went.</summary>
    Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Circles: through an entity, or anywhere.</summary>
    Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>An order in which every entity comes before those that its relations lead to; or a circle that prevents it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2018</c> when to find it does not fit beside the graph.</exception>
    Task<GraphOrder> OrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The whole order, however long it is; <see cref="OrderOptions.Limit"/> does not count.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2020</c> when a circle prevents an order; <c>TDB2018</c> when it does not fit beside the graph.</exception>
    IAsyncEnumerable<GraphNode> WholeOrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities most like one, by the neighbours that they share.</summary>
    Task<IReadOnlyList<ScoredEntity>> SimilarAsync(string id, SimilarityOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities that one has no relation with yet and that its neighbours suggest: who to follow.</summary>
    Task<IReadOnlyList<ScoredEntity>> SuggestAsync(string id, SuggestionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs an algorithm over the graph, or a part of it. One runs at a time; tenants take turns, and the runs of one keep their order.</summary>
    /// <param name="request">Which, on what, how.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, at most five times a second; an <see cref="IAnalysisProgress"/> also its place while it waits.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    Task<GraphAnalysis> AnalyzeAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Runs an algorithm and gives the score of every entity, in the order of their numbers. What <see cref="AnalysisRequest.SaveAs"/> says is saved before the first.</summary>
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

    /// <summary>The largest number of relations in an answer of <see cref="IGraph.AmongAsync"/>.</summary>
    public const int MaxAmong = 100_000;

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
