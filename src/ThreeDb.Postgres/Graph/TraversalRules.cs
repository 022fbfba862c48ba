namespace ThreeDb.Postgres;

/// <summary>The bounds of walks.</summary>
internal static class TraversalRules
{
    private const int MaxLimit = 10_000;

    public static void Check(Traversal options)
    {
        PageSize.Check(options.Limit, MaxLimit);
        RelationTypes.Check(options.Via, "/via");
        if (options.Depth is < 1 or > Traversal.MaxDepth)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"The depth is 1 to {Traversal.MaxDepth}, not {options.Depth:N0}.",
                errors: [new FieldError("/depth", $"1 to {Traversal.MaxDepth}")]);
        }
    }

    public static void Check(ReachOptions options)
    {
        RelationTypes.Check(options.Via, "/via");
        for (var i = 0; i < options.Types.Count; i++)
        {
            Identifiers.CheckName(options.Types[i], "type", $"/types/{i}");
        }

        Between("depth", options.Depth, 0, Traversal.MaxDepth);
        Between("limit", options.Limit, 0, MaxLimit);
        Between("maxVisited", options.MaxVisited, 1, ReachOptions.MostVisited);
        Between("maxPerHop", options.MaxPerHop ?? 1, 1, ReachOptions.MostVisited);
    }

    private static void Between(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"'{name}' is {least:N0} to {most:N0}, not {value:N0}.", errors: [new FieldError("/" + name, $"{least:N0} to {most:N0}")]);
        }
    }
}
