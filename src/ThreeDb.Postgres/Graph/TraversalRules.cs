namespace ThreeDb.Postgres;

/// <summary>The bounds of walks.</summary>
internal static class TraversalRules
{
    public const int NetworkDepth = 2;
    public const int PathDepth = 20;
    public const int ImpactDepth = 100;
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
}
