using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>What was read for a batch besides rows.</summary>
internal sealed class BatchFound
{
    /// <summary>The hash of the text of each vector, by seq; only for entities that are derived anew.</summary>
    public Dictionary<long, Guid> TextHashes { get; } = [];

    /// <summary>Earlier answers, by idempotency key.</summary>
    public Dictionary<string, StoredAnswer> Answers { get; } = new(StringComparer.Ordinal);
}

/// <summary>The answer to a request that was done before.</summary>
/// <param name="Fingerprint">SHA-256 of that request.</param>
/// <param name="Results">Its results, as JSON.</param>
/// <param name="TransactionId">The transaction that did it.</param>
internal sealed record StoredAnswer(byte[] Fingerprint, JsonElement Results, ulong TransactionId)
{
    /// <summary>What that request was answered, if the one that comes now is the same.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2005</c>.</exception>
    public JsonElement For(ReadOnlySpan<byte> fingerprint) =>
        Fingerprint.AsSpan().SequenceEqual(fingerprint) ? Results : throw new ThreeDbException(ErrorCodes.IdempotencyMismatch);

    /// <summary>What that write was answered.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2005</c>.</exception>
    public List<MutationResult> ResultsFor(IdempotencyRequest request) => For(request.Fingerprint).Deserialize<List<MutationResult>>(ThreeDbJson.Options)!;
}
