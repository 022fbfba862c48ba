using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>All of a row in one text.</summary>
internal static class RowText
{
    public static string Of(ProjectedEntity row) =>
        JsonSerializer.Serialize<string?[]>([$"{row.Seq}", row.Id, row.Type, row.Project, $"{row.Version}", .. Fields(row.Fields)]);

    public static string Of(ProjectedRelation row) => JsonSerializer.Serialize<string?[]>(
    [
        row.RowKey.ToString(), row.From, row.To, $"{row.Version}", $"{row.Weight:R}", $"{row.ValidFrom?.UtcTicks}", $"{row.ValidTo?.UtcTicks}", .. Fields(row.Fields),
    ]);

    public static ulong Hash(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Fields(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        fields.OrderBy(field => field.Key, StringComparer.Ordinal).SelectMany(field => new[] { field.Key, field.Value.GetRawText() });
}
