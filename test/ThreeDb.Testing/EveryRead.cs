namespace ThreeDb.Testing;

/// <summary>Every read of <see cref="IThreeDb"/>, by the name of its interface and method.</summary>
public static class EveryRead
{
    // Not reads of the data: writes, orders, and how projections are.
    private static readonly string[] Others =
    [
        "IEntities.CreateAsync", "IEntities.ReplaceAsync", "IEntities.MergeAsync", "IEntities.PatchAsync", "IEntities.DeleteAsync",
        "IRelations.RelateAsync", "IRelations.UnrelateAsync", "IHistory.RestoreAsync", "IEntityTypes.PutAsync", "IEntityTypes.DeleteAsync",
        "IScores.DeleteAsync", "IThreeDb.WriteAsync", "IThreeDb.BulkAsync", "IThreeDb.AtLeast",
        "ISync.ListAsync", "ISync.GetAsync", "ISync.PutAsync", "ISync.DeleteAsync", "ISync.PauseAsync", "ISync.ResumeAsync", "ISync.RebuildAsync",
        "ISync.ReconcileAsync", "ISync.ReportsAsync", "ISync.DeadLettersAsync", "ISync.RetryAsync", "ISync.DiscardAsync",
    ];

    /// <summary>The reads, each of an entity that exists with two versions; there is no projection.</summary>
    public static IReadOnlyDictionary<string, Func<IThreeDb, string, Task>> All { get; } = new Dictionary<string, Func<IThreeDb, string, Task>>
    {
        ["IEntities.GetAsync"] = static (db, id) => db.Entities.GetAsync(id),
        ["IEntities.GetManyAsync"] = static (db, id) => db.Entities.GetManyAsync([id]),
        ["IEntities.ListAsync"] = static (db, _) => db.Entities.ListAsync(new ListRequest()),
        ["IRelations.ListAsync"] = static (db, id) => db.Relations.ListAsync(new RelationRequest(id)),
        ["IGraph.ReachableAsync"] = static (db, id) => db.Graph.ReachableAsync(id, id),
        ["IGraph.NeighborsAsync"] = static (db, id) => db.Graph.NeighborsAsync(id),
        ["IGraph.NetworkAsync"] = static (db, id) => db.Graph.NetworkAsync(id),
        ["IGraph.AmongAsync"] = static (db, id) => db.Graph.AmongAsync([id]),
        ["IGraph.PartAsync"] = static async (db, _) => await db.Graph.PartAsync().CountAsync(),
        ["IGraph.WholeOrderAsync"] = static async (db, _) => await db.Graph.WholeOrderAsync().CountAsync(),
        ["IGraph.ShortestPathAsync"] = static (db, id) => db.Graph.ShortestPathAsync(id, id),
        ["IGraph.ImpactAsync"] = static (db, id) => db.Graph.ImpactAsync(id),
        ["IGraph.ReachAsync"] = static (db, id) => db.Graph.ReachAsync(id),
        ["IGraph.PathsAsync"] = static (db, id) => db.Graph.PathsAsync(id, id),
        ["IGraph.CommonNeighborsAsync"] = static (db, id) => db.Graph.CommonNeighborsAsync(id, id),
        ["IGraph.LossesAsync"] = static (db, id) => db.Graph.LossesAsync(id),
        ["IGraph.CyclesAsync"] = static (db, id) => db.Graph.CyclesAsync(new CycleOptions { Through = id }),
        ["IGraph.OrderAsync"] = static (db, _) => db.Graph.OrderAsync(),
        ["IGraph.SimilarAsync"] = static (db, id) => db.Graph.SimilarAsync(id),
        ["IGraph.SuggestAsync"] = static (db, id) => db.Graph.SuggestAsync(id),
        ["IGraph.AnalyzeAsync"] = static (db, _) => db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree }),
        ["IGraph.ScoresAsync"] = static async (db, _) => await db.Graph.ScoresAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree }).CountAsync(),
        ["IGraph.VerifyAsync"] = static (db, _) => db.Graph.VerifyAsync(),
        ["IHistory.ListAsync"] = static (db, id) => db.History.ListAsync(id),
        ["IHistory.GetAsync"] = static (db, id) => db.History.GetAsync(id, 1),
        ["IHistory.DiffAsync"] = static (db, id) => db.History.DiffAsync(id, 1, 2),
        ["IHistory.AsOfAsync"] = static (db, id) => db.History.AsOfAsync(id, DateTimeOffset.MaxValue.AddYears(-1)),
        ["IEntityTypes.GetAsync"] = static (db, _) => db.Types.GetAsync("doc"),
        ["IEntityTypes.ListAsync"] = static (db, _) => db.Types.ListAsync(),
        ["IScores.ListAsync"] = static (db, _) => db.Scores.ListAsync(),
        ["IThreeDb.QueryAsync"] = static (db, id) => db.QueryAsync(new Query { Near = new NearLeg { Entity = id } }),
        ["ISync.QueryAsync"] = static (db, _) => db.Sync.QueryAsync("nowhere", new RoutedQuery { Cypher = "RETURN 1" }),
    };

    /// <summary>The methods of the interfaces that are neither here nor known not to be reads.</summary>
    public static IEnumerable<string> Forgotten() =>
        from type in (Type[])[typeof(IThreeDb), typeof(IEntities), typeof(IRelations), typeof(IGraph), typeof(IHistory), typeof(IEntityTypes), typeof(IScores), typeof(ISync)]
        from method in type.GetMethods()
        where !method.IsSpecialName
        let name = $"{type.Name}.{method.Name}"
        where !All.ContainsKey(name) && !Others.Contains(name)
        select name;
}
