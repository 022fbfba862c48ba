namespace ThreeDb.Testing;

/// <summary>A graph, and an algorithm that takes so long on it that a test can look meanwhile, and then stops it.</summary>
public static class LongRun
{
    /// <summary>How many entities there are.</summary>
    public const int Entities = 20_000;

    /// <summary>Shortest paths from every entity: a quarter of a minute or more.</summary>
    public static AnalysisRequest Request { get; } = new() { Algorithm = GraphAlgorithm.Betweenness, Samples = Entities };

    /// <summary>Makes the graph.</summary>
    public static async Task FillAsync(EngineFixture fixture)
    {
        var random = new Random(3);
        await fixture.Db.BulkAsync(Enumerable.Range(0, Entities).Select(i => (Mutation)new CreateEntity("node", Json.Of("{}")) { Id = $"long/{i}" }).ToAsyncEnumerable());
        await fixture.Db.BulkAsync(Enumerable.Range(0, 4 * Entities).Select(_ => (Mutation)new Relate($"long/{random.Next(Entities)}", "NEXT", $"long/{random.Next(Entities)}")).ToAsyncEnumerable());
    }
}
