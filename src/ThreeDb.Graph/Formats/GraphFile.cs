namespace ThreeDb.Graphs;

/// <summary>An answer about a graph as a file holds it. Nodes and edges are read once, nodes first.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Edges">The edges, directed.</param>
/// <param name="ScoreNames">The names of the scores of nodes.</param>
public sealed record GraphFile(IEnumerable<GraphFileNode> Nodes, IEnumerable<GraphFileEdge> Edges, IReadOnlyList<string> ScoreNames);

/// <summary>A node.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type, or null.</param>
/// <param name="Title">What people call it; null when it has no other name than its id.</param>
/// <param name="Scores">Its scores, beside <see cref="GraphFile.ScoreNames"/>; one that is not finite is left out of the file. Fewer than names: the rest are left out.</param>
public readonly record struct GraphFileNode(string Id, string? Type, string? Title, IReadOnlyList<double>? Scores = null);

/// <summary>An edge.</summary>
/// <param name="From">The id of its source.</param>
/// <param name="Type">Its type.</param>
/// <param name="To">The id of its target.</param>
/// <param name="Key">Its key, empty in most cases.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct GraphFileEdge(string From, string Type, string To, string Key = "", double Weight = 1);
