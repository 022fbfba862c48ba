namespace ThreeDb;

/// <summary>The entities one step away.</summary>
/// <param name="Items">They, most connected first, each with all of its relations with the start.</param>
/// <param name="Truncated">Whether <c>limit</c> left some out.</param>
public sealed record Neighbors(IReadOnlyList<Neighbor> Items, bool Truncated) : ExplainedGraphAnswer;

/// <summary>An entity one step away.</summary>
/// <param name="Node">The entity.</param>
/// <param name="Relations">The relations between the two.</param>
public sealed record Neighbor(GraphNode Node, IReadOnlyList<GraphEdge> Relations);

/// <summary>The entities one step away from both of two.</summary>
/// <param name="Items">They, most connected first.</param>
/// <param name="Truncated">Whether <c>limit</c> left some out.</param>
public sealed record CommonNeighbors(IReadOnlyList<GraphNode> Items, bool Truncated) : ExplainedGraphAnswer;

/// <summary>Entities and the relations among them.</summary>
/// <param name="Nodes">The entities; of the surroundings of an entity the nearest first, the start is the first.</param>
/// <param name="Edges">The relations among them.</param>
/// <param name="Truncated">Whether a cap (<c>limit</c>, 20,000 relations) cut the answer.</param>
public sealed record Network(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated) : ExplainedGraphAnswer;

/// <summary>Whether there is a way from one entity to another.</summary>
/// <param name="Reachable">Whether there is, within <c>depth</c>.</param>
/// <param name="Steps">The fewest steps that it takes, 0 from an entity to itself; null when there is no way.</param>
public sealed record Reachability(bool Reachable, int? Steps) : ExplainedGraphAnswer;

/// <summary>What depends on an entity.</summary>
/// <param name="Total">How many entities do, directly or not.</param>
/// <param name="ByDepth">How many at each number of steps; the first is one step.</param>
/// <param name="Items">The entities with the most direct dependents, within <c>limit</c>.</param>
/// <param name="Truncated">Whether the walk stopped at the most entities that it visits, 10,000,000 or by SQL 100,000, so that <c>total</c> is a lower bound.</param>
public sealed record Impact(long Total, IReadOnlyList<long> ByDepth, IReadOnlyList<ImpactedEntity> Items, bool Truncated) : ExplainedGraphAnswer;

/// <summary>An entity that depends on another.</summary>
/// <param name="Node">The entity; its depth is the number of steps.</param>
/// <param name="Dependents">How many entities depend on it directly.</param>
public sealed record ImpactedEntity(GraphNode Node, long Dependents);
