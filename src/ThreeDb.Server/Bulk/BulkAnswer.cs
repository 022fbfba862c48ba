namespace ThreeDb.Server;

/// <summary>What a bulk load did.</summary>
internal sealed record BulkAnswer
{
    /// <summary>Lines read.</summary>
    public required long Items { get; init; }

    /// <summary>Entities and relations made.</summary>
    public required long Created { get; init; }

    /// <summary>Entities and relations changed.</summary>
    public required long Updated { get; init; }

    /// <summary>Entities and relations that were as asked for.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Entities and relations removed.</summary>
    public required long Deleted { get; init; }

    /// <summary>Lines refused.</summary>
    public required long Failed { get; init; }

    /// <summary>Whether everything was undone.</summary>
    public required bool RolledBack { get; init; }

    /// <summary>The first refused lines: at most 1,000.</summary>
    public required IReadOnlyList<BulkLineError> Errors { get; init; }

    /// <summary>How many more lines were refused than <c>errors</c> lists; absent when it lists all.</summary>
    public long? ErrorsOmitted { get; init; }

    /// <summary>The position after the last write; absent when nothing was written.</summary>
    public Position? Position { get; init; }

    public static BulkAnswer Of(BulkSummary summary) => new()
    {
        Items = summary.Items,
        Created = summary.Created,
        Updated = summary.Updated,
        Unchanged = summary.Unchanged,
        Deleted = summary.Deleted,
        Failed = summary.Failed,
        RolledBack = summary.RolledBack,
        Errors = [.. summary.Errors.Select(error => new BulkLineError(error.Line, error.Error.Code.Code, error.Error.Message, error.Error.Hint,
            error.Error.Errors.Count == 0 ? null : error.Error.Errors))],
        ErrorsOmitted = summary.ErrorsOmitted is > 0 and var omitted ? omitted : null,
        Position = summary.Position,
    };
}

/// <summary>A refused line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Errors">Faults by place.</param>
internal sealed record BulkLineError(long Line, string Code, string Detail, string Hint, IReadOnlyList<FieldError>? Errors = null);
