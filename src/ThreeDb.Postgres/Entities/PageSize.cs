namespace ThreeDb.Postgres;

/// <summary>The rule for limits.</summary>
internal static class PageSize
{
    public static void Check(int limit, int largest)
    {
        if (limit < 1 || limit > largest)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"The limit is 1 to {largest:N0}, not {limit:N0}.",
                errors: [new FieldError("/limit", $"1 to {largest:N0}")]);
        }
    }
}
