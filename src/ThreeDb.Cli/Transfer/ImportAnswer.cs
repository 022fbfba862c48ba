namespace ThreeDb.Cli;

/// <summary>What an import did.</summary>
/// <param name="Items">Lines or records read.</param>
/// <param name="Created">Entities and relations made.</param>
/// <param name="Updated">Entities and relations changed.</param>
/// <param name="Unchanged">Those that were so already.</param>
/// <param name="Deleted">Those removed.</param>
/// <param name="Failed">Lines refused.</param>
/// <param name="Errors">The first 1,000 refused lines.</param>
/// <param name="ErrorsOmitted">How many more lines were refused than <paramref name="Errors"/> lists; null when it lists all.</param>
/// <param name="Position">The position after the last write.</param>
internal sealed record ImportAnswer(
    long Items, long Created, long Updated, long Unchanged, long Deleted, long Failed, IReadOnlyList<ImportError> Errors, long? ErrorsOmitted, Position? Position)
{
    /// <param name="summary">What the server says.</param>
    /// <param name="faults">What was wrong with lines before they were sent; the server only saw that they are no mutations.</param>
    public static ImportAnswer Of(BulkSummary summary, Dictionary<long, ThreeDbException> faults) => new(
        summary.Items, summary.Created, summary.Updated, summary.Unchanged, summary.Deleted, summary.Failed,
        [.. summary.Errors.Select(error => ImportError.Of(error.Line, faults.GetValueOrDefault(error.Line, error.Error)))],
        summary.ErrorsOmitted is > 0 and var omitted ? omitted : null, summary.Position);
}

/// <summary>A line that was refused.</summary>
internal sealed record ImportError(long Line, string Code, string Message, string Hint, IReadOnlyList<FieldError>? Errors)
{
    public static ImportError Of(long line, ThreeDbException e) => new(line, e.Code.Code, e.Message, e.Hint, e.Errors.Count == 0 ? null : e.Errors);
}
