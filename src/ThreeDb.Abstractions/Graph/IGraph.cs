namespace ThreeDb;

/// <summary>Questions about the relations of one tenant. Stubs and deleted entities are never visited.</summary>
public interface IGraph
{
    /// <summary>The entities one step away, most connected first.</summary>
    Task<IReadOnlyList<Neighbor>> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>The entities within a number of steps and the relations among them.</summary>
    Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>A shortest path between two entities, or null when there is none within <see cref="Traversal.Depth"/>.</summary>
    Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default);

    /// <summary>Everything that depends on an entity, directly or through others, most depended-on first: what breaks if it goes.</summary>
    /// <remarks>Follows relations against their direction unless <see cref="Traversal.Direction"/> says otherwise.</remarks>
    Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default);
}

/// <summary>How to walk.</summary>
public sealed record Traversal
{
    /// <summary>The largest depth that a walk takes.</summary>
    public const int MaxDepth = 100;

    /// <summary>The largest number of entities that a walk visits.</summary>
    public const int MaxVisited = 100_000;

    /// <summary>Which way to follow relations; each operation has its own default.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>The largest number of steps; each operation has its own default (network 2, path 20, impact 100).</summary>
    public int? Depth { get; init; }

    /// <summary>The largest number of entities in the answer; default 100. A cut answer says so.</summary>
    public int Limit { get; init; } = 100;
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
public sealed record Network(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated);

/// <summary>A path.</summary>
/// <param name="Nodes">The entities from start to end.</param>
/// <param name="Edges">One relation for each step, in order.</param>
public sealed record GraphPath(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>The number of steps.</summary>
    public int Length => Edges.Count;
}

/// <summary>What depends on an entity.</summary>
/// <param name="Total">How many entities do, directly or not.</param>
/// <param name="ByDepth">How many at each number of steps; the first is one step.</param>
/// <param name="Items">The entities with the most direct dependents, within <see cref="Traversal.Limit"/>.</param>
/// <param name="Truncated">Whether <see cref="Traversal.MaxVisited"/> stopped the walk, so that <paramref name="Total"/> is a lower bound.</param>
public sealed record Impact(long Total, IReadOnlyList<long> ByDepth, IReadOnlyList<ImpactedEntity> Items, bool Truncated);

/// <summary>An entity that depends on another.</summary>
/// <param name="Node">The entity; its depth is the number of steps.</param>
/// <param name="Dependents">How many entities depend on it directly.</param>
public sealed record ImpactedEntity(GraphNode Node, long Dependents);
