using System.Text.Json;
using ThreeDb.Caching;

namespace ThreeDb.Connectors.Valkey;

/// <summary>One thing that can be cached.</summary>
/// <param name="Entry">Its key in the server, and in this process.</param>
/// <param name="Buckets">What it depends on, in order.</param>
/// <param name="EntityId">The id, when it is an entity.</param>
internal sealed record CacheSlot(string Entry, int[] Buckets, string? EntityId)
{
    /// <summary>Whether asking the source is so dear that processes take turns.</summary>
    public bool IsDear => EntityId is null;

    public static CacheSlot Entity(CacheKeys keys, string id) => new(keys.Entity(id), [Valkey.Buckets.Of(CacheTag.Entity(id))], id);

    public static CacheSlot Query(CacheKeys keys, string key, IEnumerable<string> tags) => new(keys.Query(key), Valkey.Buckets.Of(tags), null);

    /// <summary>Reads the content of an entry; null when it cannot be, which counts as not being there.</summary>
    public object? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            return EntityId is null
                ? JsonSerializer.Deserialize<QueryResult>(content, ThreeDbJson.Options)
                : JsonSerializer.Deserialize<Entity>(content, ThreeDbJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes an answer; null when it cannot be written, so that it is not kept.</summary>
    public static byte[]? Write(object content)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), ThreeDbJson.Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
