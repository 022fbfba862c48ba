using System.Security.Cryptography;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Tells whether two requests under one idempotency key are the same.</summary>
internal static class RequestFingerprint
{
    /// <summary>SHA-256 over the JSON of the mutations. An id that 3db makes up is no part of it.</summary>
    public static byte[] Of(IReadOnlyList<Mutation> mutations) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(mutations, ThreeDbJson.Options));
}
