namespace ThreeDb.Postgres;

/// <summary>The bounds of walks.</summary>
internal static class TraversalRules
{
    private const int MaxLimit = 10_000;

    public static void Check(Traversal options)
    {
        PageSize.Check(options.Limit, MaxLimit);
        RelationTypes.Check(options.Via, "/via");
        Bounds.Check("depth", options.Depth ?? 1, 1, Traversal.MaxDepth);
    }

    public static void Check(IReadOnlyList<string> ids, Traversal options)
    {
        Bounds.Check("ids", ids.Count, 1, MaxLimit);
        for (var i = 0; i < ids.Count; i++)
        {
            Identifiers.CheckId(ids[i], $"/ids/{i}");
        }

        RelationTypes.Check(options.Via, "/via");
    }

    public static void Check(ReachOptions options)
    {
        RelationTypes.Check(options.Via, "/via");
        for (var i = 0; i < options.Types.Count; i++)
        {
            Identifiers.CheckName(options.Types[i], "type", $"/types/{i}");
        }

        Bounds.Check("depth", options.Depth, 0, Traversal.MaxDepth);
        Bounds.Check("limit", options.Limit, 0, MaxLimit);
        Bounds.Check("maxVisited", options.MaxVisited, 1, ReachOptions.MostVisited);
        Bounds.Check("maxPerHop", options.MaxPerHop ?? 1, 1, ReachOptions.MostVisited);
    }
}
