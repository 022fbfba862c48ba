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
