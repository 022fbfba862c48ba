namespace ThreeDb;

/// <summary>Checks questions about paths and circles.</summary>
internal static class StructuralRules
{
    private const int MostPaths = 1_000;
    private const int LongestCycle = 20;
    private const int MostEntities = 10_000;

    public static void Check(string from, string to, PathOptions options)
    {
        Identifiers.CheckId(from, "/from");
        Identifiers.CheckId(to, "/to");
        CheckVia(options.Via);
        Bounds.Check("depth", options.Depth ?? 1, 1, Traversal.MaxDepth);
        Bounds.Check("count", options.Count, 1, MostPaths);
        if (options is { AllShortest: true, Weighted: true })
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "All shortest paths are those of the fewest steps: 'weighted' does not go with 'allShortest'.",
                errors: [new FieldError("/weighted", "not together with allShortest")]);
        }
    }

    public static void Check(string id, LossOptions options)
    {
        Identifiers.CheckId(id, "/id");
        CheckVia(options.Via);
        Bounds.Check("limit", options.Limit, 1, MostEntities);
        Bounds.Check("roots", options.Roots.Count, 0, MostPaths);
    }

    public static void Check(CycleOptions options)
    {
        CheckVia(options.Via);
        Bounds.Check("maxLength", options.MaxLength, 1, LongestCycle);
        Bounds.Check("limit", options.Limit, 1, MostPaths);
    }

    public static void Check(OrderOptions options)
    {
        CheckVia(options.Via);
        Bounds.Check("limit", options.Limit, 1, MostEntities);
    }

    public static void Check(PartOptions options)
    {
        if (options.Around is { } id)
        {
            Identifiers.CheckId(id, "/around");
        }
        else
        {
            CheckNoWalk(options);
        }

        AnalysisRules.Check(options.On, limit: 1);
        Bounds.Check("depth", options.Depth ?? 1, 1, Traversal.MaxDepth);
    }

    // Who gives them expects a part around something.
    private static void CheckNoWalk(PartOptions options)
    {
        string[] given = [.. options.Direction is null ? [] : (string[])["direction"], .. options.Depth is null ? [] : (string[])["depth"]];
        if (given.Length > 0)
        {
            throw new ThreeDbException(
                ErrorCodes.InvalidParameter, string.Join("; ", given.Select(name => $"'{name}' goes with 'around'")) + ".", errors: [.. given.Select(name => new FieldError("/" + name, "goes with 'around'"))]);
        }
    }

    private static void CheckVia(IReadOnlyList<string> via)
    {
        Bounds.Check("via", via.Count, 0, 100);
        for (var i = 0; i < via.Count; i++)
        {
            Identifiers.CheckName(via[i], "relation type", $"/via/{i}");
        }
    }
}
