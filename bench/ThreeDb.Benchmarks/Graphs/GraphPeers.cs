namespace ThreeDb.Benchmarks;

/// <summary>The peers that are at hand.</summary>
internal sealed class GraphPeers : IAsyncDisposable
{
    private GraphPeers(FalkorDbContestant? falkorDb, Neo4jContestant? neo4j, AgeContestant? age, IgraphContestant? igraph)
    {
        Engines = [.. new GraphContestant?[] { falkorDb, neo4j, igraph }.OfType<GraphContestant>()];
        Age = age;
        Igraph = igraph;
        Missing =
        [
            .. new (GraphContestant? Peer, string Name)[] { (falkorDb, "FalkorDB"), (neo4j, "Neo4j"), (age, "Apache AGE"), (igraph, "igraph for Python (python3-igraph)") }
                .Where(one => one.Peer is null).Select(one => one.Name),
        ];
    }

    /// <summary>Those that take large graphs.</summary>
    public IReadOnlyList<GraphContestant> Engines { get; }

    /// <summary>Apache AGE, for small graphs.</summary>
    public AgeContestant? Age { get; }

    /// <summary>igraph, which stands among <see cref="Engines"/> too.</summary>
    public IgraphContestant? Igraph { get; }

    /// <summary>The names of those that are not here.</summary>
    public IReadOnlyList<string> Missing { get; }

    public static async Task<GraphPeers> MakeAsync(IReadOnlyList<BenchmarkEngine> engines, CancellationToken cancellationToken)
    {
        return new GraphPeers(
            Url("falkordb") is { } falkorDb ? new FalkorDbContestant(falkorDb) : null,
            Url("neo4j") is { } neo4j ? new Neo4jContestant(neo4j) : null,
            Url("age") is { } age ? new AgeContestant(age) : null,
            await IgraphContestant.StartAsync(cancellationToken));

        string? Url(string kind) => engines.FirstOrDefault(engine => engine.Kind == kind)?.Settings.GetProperty("url").GetString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in Engines)
        {
            await peer.DisposeAsync();
        }

        if (Age is not null)
        {
            await Age.DisposeAsync();
        }
    }
}
