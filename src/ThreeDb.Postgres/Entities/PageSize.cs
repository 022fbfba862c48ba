namespace ThreeDb.Postgres;

/// <summary>The rules for pages.</summary>
internal static class PageSize
{
    /// <summary>With so many bytes of data a page ends. A thousand of the largest documents would fit into no memory.</summary>
    public const long MaxBytes = 32 << 20;

    public static void Check(int limit, int largest)
    {
        if (limit < 1 || limit > largest)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"The limit is 1 to {largest:N0}, not {limit:N0}.",
                errors: [new FieldError("/limit", $"1 to {largest:N0}")]);
        }
    }
}
