namespace ThreeDb;

/// <summary>A part of a graph: the entities that match everything given, and the relations among them.</summary>
public sealed record GraphSelection
{
    /// <summary>Only entities of these types; all when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Only entities of this project; all when null.</summary>
    public string? Project { get; init; }

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What can be computed over a graph.</summary>
public enum GraphAlgorithm
{
    /// <summary>Importance by the importance of those that point to one; personalised by <see cref="AnalysisRequest.From"/>.</summary>
    PageRank,

    /// <summary>The number of relations.</summary>
    Degree,

    /// <summary>How near all others are, by the mean distance.</summary>
    Closeness,

    /// <summary>How near all others are, by the sum of inverse distances.</summary>
    Harmonic,

    /// <summary>The share of shortest paths that lead through one; sampled on large graphs.</summary>
    Betweenness,

    /// <summary>Importance by the importance of neighbours.</summary>
    Eigenvector,

    /// <summary>What hangs together, whichever way relations point.</summary>
    WeakComponents,

    /// <summary>What can reach each other.</summary>
    StrongComponents,

    /// <summary>Communities by the most frequent label of neighbours.</summary>
    LabelPropagation,

    /// <summary>Communities of high modularity (Blondel et al. 2008).</summary>
    Louvain,

    /// <summary>Communities of high modularity, each of one piece (Traag et al. 2019).</summary>
    Leiden,

    /// <summary>The largest k such that one belongs to a part in which everyone has k neighbours.</summary>
    KCore,

    /// <summary>In how many triangles one is.</summary>
    Triangles,

    /// <summary>The share of pairs of neighbours that are neighbours of each other.</summary>
    Clustering,

    /// <summary>The cheapest relations that hold together what hangs together.</summary>
    SpanningForest,

    /// <summary>The pairs of entities that share the most neighbours.</summary>
    Similarity,

    /// <summary>The pairs of entities without a relation that their neighbours suggest the most.</summary>
    LinkPrediction,
}

/// <summary>Which algorithm to run, and how. A setting that the algorithm does not look at is refused unless it is as it usually is.</summary>
public sealed record AnalysisRequest
{
    /// <summary>The algorithm.</summary>
    public required GraphAlgorithm Algorithm { get; init; }

    /// <summary>On which part of the graph; all of it by default.</summary>
    public GraphSelection On { get; init; } = new();

    /// <summary>
    /// Which way relations count, where the algorithm leaves a choice. pageRank: the way that importance flows, out (its default) along relations, in against them.
    /// degree, closeness, harmonic, betweenness, eigenvector, kCore, similarity, linkPrediction: default any. Refused with the others.
    /// </summary>
    public Direction? Direction { get; init; }

    /// <summary>
    /// Whether weights of relations count; default false. To betweenness (weights above 0), closeness and harmonic (0 or more) they are lengths, to pageRank, eigenvector, louvain
    /// and leiden (0 or more) and degree strengths. spanningForest looks at them always, the others never.
    /// </summary>
    public bool Weighted { get; init; }

    /// <summary>PageRank: the share that follows relations: above 0, below 1; default 0.85.</summary>
    public double Damping { get; init; } = 0.85;

    /// <summary>pageRank, eigenvector, labelPropagation, louvain, leiden: the largest number of rounds: 1 to 10,000; each has its own default (pageRank 100, labelPropagation 10).</summary>
    public int? Iterations { get; init; }

    /// <summary>pageRank, eigenvector: when a round changes less than this in all, it is the last one: 0 or more; default 1e-6. 0 runs every round.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>PageRank: the ids that jumps lead to; everything when empty.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Louvain, Leiden: above 1 gives smaller communities; above 0, default 1.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>Betweenness: from how many entities to look, at random; null for all, or for 1,000 on graphs with more than 20,000 entities.</summary>
    public int? Samples { get; init; }

    /// <summary>What random choices come from; default 1. Algorithms that make none answer the same with any.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Similarity: how neighbourhoods are compared.</summary>
    public SimilarityMeasure Measure { get; init; }

    /// <summary>LinkPrediction: what speaks for a relation; default adamicAdar.</summary>
    public LinkMeasure LinkMeasure { get; init; } = LinkMeasure.AdamicAdar;

    /// <summary>SpanningForest: whether the heaviest relations are wanted, and not the lightest.</summary>
    public bool Maximum { get; init; }

    /// <summary>How many results: 0 to 10,000; default 20. Of a spanning forest there are no more to be had.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Saves the score of every entity under this name, in place of what was saved there: lists and queries can use it as <c>$score.NAME</c>. Nothing is saved when null.</summary>
    public string? SaveAs { get; init; }
}

/// <summary>What an algorithm found.</summary>
public sealed record GraphAnalysis : GraphAnswer
{
    /// <summary>The algorithm.</summary>
    public required GraphAlgorithm Algorithm { get; init; }

    /// <summary>How many entities it looked at.</summary>
    public required long Entities { get; init; }

    /// <summary>How many relations it looked at.</summary>
    public required long Relations { get; init; }

    /// <summary>Facts about the whole: <c>iterations</c>, <c>converged</c>, <c>modularity</c>, <c>communities</c>, <c>errorBound</c>, …</summary>
    public IReadOnlyDictionary<string, double> Summary { get; init; } = new Dictionary<string, double>();

    /// <summary>The entities with the largest scores, for algorithms that give each one a score.</summary>
    public IReadOnlyList<ScoredEntity> Items { get; init; } = [];

    /// <summary>The largest groups, for algorithms that find components and communities.</summary>
    public IReadOnlyList<GraphGroup> Groups { get; init; } = [];

    /// <summary>Pairs: the most similar entities, those most likely to be related next, or the relations of a spanning forest.</summary>
    public IReadOnlyList<GraphPair> Pairs { get; init; } = [];

    /// <summary>How many scores were saved.</summary>
    public long Saved { get; init; }

    /// <summary>How long the algorithm took, without waiting for others.</summary>
    public double Milliseconds { get; init; }
}

/// <summary>An entity and its score.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Title">The text of its title field, or null.</param>
/// <param name="Score">The score.</param>
public sealed record ScoredEntity(string Id, string Type, string? Title, double Score);

/// <summary>A score without more: what a stream of all of them carries.</summary>
/// <param name="Id">The id.</param>
/// <param name="Score">The score; for components and communities the number of the group.</param>
public readonly record struct EntityScore(string Id, double Score);

/// <summary>A component or community.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Size">How many entities it has.</param>
/// <param name="Members">The most connected of them, at most five.</param>
public sealed record GraphGroup(long Number, long Size, IReadOnlyList<ScoredEntity> Members);

/// <summary>Two entities.</summary>
/// <param name="From">The id of one; of a relation that is foretold in a direction, of the one that is asked about.</param>
/// <param name="To">The id of the other.</param>
/// <param name="Score">Their similarity, what speaks for a relation, or the weight of their relation.</param>
public sealed record GraphPair(string From, string To, double Score);

/// <summary>How to find what is alike.</summary>
public sealed record SimilarityOptions
{
    /// <summary>On which part of the graph; all of it by default.</summary>
    public GraphSelection On { get; init; } = new();

    /// <summary>How neighbourhoods are compared.</summary>
    public SimilarityMeasure Measure { get; init; }

    /// <summary>Which neighbours are compared: those that an entity points at, those that point at it, or both. Default any.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>How many: 1 to 10,000; default 10.</summary>
    public int Limit { get; init; } = 10;
}

/// <summary>How to find what should be related.</summary>
public sealed record SuggestionOptions
{
    /// <summary>On which part of the graph; all of it by default.</summary>
    public GraphSelection On { get; init; } = new();

    /// <summary>How new relations are foretold.</summary>
    public LinkMeasure Measure { get; init; } = LinkMeasure.AdamicAdar;

    /// <summary>Which relation is looked for: out, whom the entity may point at next; in, who may point at it next; any, without direction. Default any.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>How many: 1 to 10,000; default 10.</summary>
    public int Limit { get; init; } = 10;
}

/// <summary>The graph in memory compared with the tables.</summary>
/// <param name="Equal">Whether nothing differs.</param>
/// <param name="Entities">Live entities in memory.</param>
/// <param name="Relations">Relations in memory.</param>
/// <param name="Bytes">The memory that it takes.</param>
/// <param name="Differences">How many rows differ, of more than 100,000 at least so many; they were given up, and are loaded again.</param>
/// <param name="Examples">Some of them, by seq.</param>
/// <param name="Seconds">How long the comparison took.</param>
/// <param name="Position">The point in the change log at which both were compared.</param>
public sealed record GraphVerification(
    bool Equal, long Entities, long Relations, long Bytes, long Differences, IReadOnlyList<string> Examples, double Seconds, Position Position);
