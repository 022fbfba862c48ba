using System.Security.Cryptography;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Tells whether two requests under one idempotency key are the same.</summary>
internal static class RequestFingerprint
{
    /// <summary>SHA-256 over the JSON of what is asked for. An id that 3db makes up is no part of it.</summary>
    public static byte[] Of<T>(T request) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ThreeDbJson.Options));
}
