namespace ThreeDb.Cli;

/// <summary>What a command found, as a file holds it: notes, entities, then the relations among them. Read once.</summary>
/// <param name="Pieces">They.</param>
internal sealed record GraphFileContent(IAsyncEnumerable<GraphPiece> Pieces)
{
    public GraphFileContent(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
        : this(nodes.Select(node => new GraphPiece(node)).Concat(edges.Select(edge => new GraphPiece(Edge: edge))).ToAsyncEnumerable())
    {
    }

    /// <summary>The names of the numbers that each entity has.</summary>
    public IReadOnlyList<string> ScoreNames { get; init; } = ["steps", "degree"];

    /// <summary>The numbers of an entity, beside <see cref="ScoreNames"/>.</summary>
    public Func<GraphNode, IReadOnlyList<double>> ScoresOf { get; init; } = node => [node.Depth, node.Degree];

    /// <summary>Why the file does not hold everything, and what helps; null when it does.</summary>
    public string? Cut { get; init; }

    /// <summary>What to say where there is nothing to write.</summary>
    public string None { get; init; } = "";

    /// <summary>The answer that was found, for what it says beside that.</summary>
    public GraphAnswer? Answer { get; init; }

    /// <summary>Entities that were found, with one number each, and the relations among them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="found">The entities and their numbers.</param>
    /// <param name="score">What the number is.</param>
    public static async Task<GraphFileContent> AmongAsync(Call call, IReadOnlyList<(string Id, double Score)> found, string score)
    {
        var scores = found.ToDictionary(one => one.Id, one => one.Score, StringComparer.Ordinal);
        return await AmongAsync(call, [.. found.Select(one => one.Id)]) with { ScoreNames = [score, "degree"], ScoresOf = node => [scores[node.Id], node.Degree] };
    }

    /// <summary>Entities, in their order, and the relations among them that the options choose.</summary>
    public static async Task<GraphFileContent> AmongAsync(Call call, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return new GraphFileContent([], []);
        }

        var part = await call.Db.Graph.AmongAsync(ids, new Traversal { Via = GraphOptions.NamesOf(call, GraphOptions.Via), At = GraphOptions.AtOf(call) }, call.Token);
        return new GraphFileContent(part.Nodes, part.Edges)
        {
            Cut = part.Truncated ? $"The file holds no more than {Quantity.Count(Traversal.MaxAmong)} relations; --via chooses fewer." : null,
            Answer = part,
        };
    }

    /// <summary>A part of the graph that may be of any size; of it, the entities that have a number, with it, and the relations among these.</summary>
    /// <param name="call">The call.</param>
    /// <param name="on">The part.</param>
    /// <param name="scores">The numbers by id.</param>
    /// <param name="score">What the number is.</param>
    public static GraphFileContent Part(Call call, GraphSelection on, IReadOnlyDictionary<string, double> scores, string score) => new(
        call.Db.Graph.PartAsync(new PartOptions { On = on }, call.Token).Where(piece => piece switch
        {
            { Node: { } node } => scores.ContainsKey(node.Id),
            { Edge: { } edge } => scores.ContainsKey(edge.From) && scores.ContainsKey(edge.To),
            _ => true,
        }))
    {
        ScoreNames = [score, "degree"],
        ScoresOf = node => [scores[node.Id], node.Degree],
    };
}
