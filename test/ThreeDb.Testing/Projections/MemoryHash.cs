using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Hashes of rows: of a text that holds everything, with lengths before the parts.</summary>
internal static class MemoryHash
{
    public static ulong Of(ProjectedEntity row) => MemoryDefect.Is(MemoryDefect.HashOfIdOnly)
        ? Of([$"{row.Seq}", row.Id])
        : Of(["entity", $"{row.Seq}", row.Id, row.Type, row.Project is null ? "no" : "in " + row.Project, $"{row.Version}", .. Fields(row.Fields)]);

    public static ulong Of(ProjectedRelation row) => Of(
    [
        "relation", $"{row.RowKey.Seq}", $"{row.RowKey.Target}", row.RowKey.Type!, row.RowKey.Key!, $"{row.Version}", $"{row.Weight:R}",
        $"{row.ValidFrom?.UtcTicks}", $"{row.ValidTo?.UtcTicks}", .. Fields(row.Fields),
    ]);

    private static IEnumerable<string> Fields(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        fields.OrderBy(field => field.Key, StringComparer.Ordinal).SelectMany(field => new[] { field.Key, field.Value.GetRawText() });

    private static ulong Of(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }
}
