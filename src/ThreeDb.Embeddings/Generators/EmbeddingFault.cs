namespace ThreeDb.Embeddings;

/// <summary>The ways in which a generator of embeddings fails.</summary>
internal static class EmbeddingFault
{
    private static readonly ErrorCode EmbeddingFailed = new("TDB4012", ErrorKind.Unavailable, "The embedding model failed",
        "Check the service that runs the model, then repeat the request.");

    /// <summary>It threw.</summary>
    public static ThreeDbException Failed(string model, Exception cause)
    {
        // The message of the outermost exception is often "one or more errors"; the innermost says what happened.
        var reason = cause.GetBaseException().Message;
        return new ThreeDbException(EmbeddingFailed, $"The embedding model '{model}' failed: {cause.GetType().Name}: {(reason.Length > 500 ? reason[..500] + "…" : reason)}", inner: cause);
    }

    /// <summary>It answered something that is no answer.</summary>
    public static ThreeDbException Unusable(string model, string reason) =>
        new(EmbeddingFailed, $"The answer of the embedding model '{model}' cannot be used: {reason}.");

    /// <summary>Its vectors have another length than it said.</summary>
    public static ThreeDbException OtherDimension(string model, int announced, int found) =>
        new(ErrorCodes.EmbeddingModelMismatch, $"The embedding model '{model}' gave a vector of {found:N0} numbers instead of {announced:N0}.");
}
