using System.Text.Json;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What an entry in the cache comes to when it is compared with the source.</summary>
internal static class HeldEntity
{
    /// <summary>The hash; null when no reader would use the entry any more.</summary>
    public static ulong? Hash(ReadOnlyMemory<byte> bytes, IndexMember member, CacheToken? token)
    {
        if (CacheEntry.TryDecode(bytes) is not { } entry)
        {
            return EntityHash.OfDamage(bytes.Span);
        }

        if (entry.Token != token?.For([member.Bucket]).Text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Entity>(entry.Content.Span, ThreeDbJson.Options) is { } entity && entry.Seq == member.Seq
                ? EntityHash.Of(entity.Id, entity.Type, entity.Project, entity.Version)
                : EntityHash.OfDamage(bytes.Span);
        }
        catch (JsonException)
        {
            return EntityHash.OfDamage(bytes.Span);
        }
    }
}
