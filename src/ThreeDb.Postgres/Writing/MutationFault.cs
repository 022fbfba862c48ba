namespace ThreeDb.Postgres;

/// <summary>Says which mutation of a transaction a failure belongs to.</summary>
internal static class MutationFault
{
    public static ThreeDbException At(int index, ThreeDbException cause)
    {
        var place = $"/mutations/{index}";
        IReadOnlyList<FieldError> errors = cause.Errors.Count == 0
            ? [new FieldError(place, cause.Message)]
            : [.. cause.Errors.Select(error => error with { Pointer = place + error.Pointer })];
        return new ThreeDbException(cause.Code, $"Mutation {index}: {cause.Message}", cause.Hint, errors, cause) { RetryAfter = cause.RetryAfter };
    }
}
