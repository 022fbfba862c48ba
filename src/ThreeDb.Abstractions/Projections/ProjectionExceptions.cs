using ThreeDb.Changes;

namespace ThreeDb.Projections;

/// <summary>Keys of a batch can never be held by the engine. Nothing of the batch was applied; without these keys it can be applied.</summary>
public sealed class ProjectionRejectedException : ThreeDbException
{
    /// <param name="keys">The keys, each with the reason in a sentence.</param>
    public ProjectionRejectedException(IReadOnlyList<(RowKey Key, string Reason)> keys)
        : base(ErrorCodes.ProjectionRejected, keys is { Count: > 0 } ? keys[0].Reason : throw new ArgumentException("At least one key is rejected.", nameof(keys))) => Keys = keys;

    /// <summary>The keys, each with the reason in a sentence.</summary>
    public IReadOnlyList<(RowKey Key, string Reason)> Keys { get; }
}

/// <summary>The engine has seen a newer fence: another leader is at work, or the write came late. Nothing was applied.</summary>
public sealed class ProjectionFencedException(string message) : ThreeDbException(ErrorCodes.ProjectionFenced, message);

/// <summary>The engine has lost what was applied: it was emptied, or came back with an older state. Nothing was applied now.</summary>
/// <remarks>A projection throws it once; <see cref="IProjection.PrepareAsync"/> makes it usable again, but only a comparison with the source makes it whole.</remarks>
public sealed class ProjectionLostException(string message) : ThreeDbException(ErrorCodes.ProjectionLost, message);

/// <summary>The copy in the engine is fed by another database of 3db, with the same tenant and name. Nothing was changed.</summary>
public sealed class ProjectionTakenException : ThreeDbException
{
    /// <param name="context">Whose projection found it.</param>
    /// <param name="fedBy">The identity of the database that feeds it.</param>
    public ProjectionTakenException(ProjectionContext context, string fedBy)
        : base(
            ErrorCodes.ProjectionTaken,
            $"The copy '{context?.Tenant}/{context?.Name}' in the engine is fed by another 3db database, {fedBy}; this one is {context?.Database}.",
            $"Declare this projection under another name; or remove it there, with that database: '3db sync remove {context?.Name}', then '3db sync resume' here; "
                + $"or, where that database is no more, take the copy over: '3db sync add {context?.Name}' with \"takeOver\": \"{fedBy}\" in its settings.") => FedBy = fedBy;

    /// <summary>The identity of the database that feeds it.</summary>
    public string FedBy { get; }
}
