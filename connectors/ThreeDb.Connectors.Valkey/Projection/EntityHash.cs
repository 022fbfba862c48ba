using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What an entity in a cache comes to. Its version stands for its data: a version is made once, and the entry's checksum says that the data are undamaged.</summary>
internal static class EntityHash
{
    public static ulong Of(string id, string type, string? project, long version) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{type}\n{(project is null ? "-" : "+" + project)}\n{version}")));

    /// <summary>Of an entry that cannot be read.</summary>
    public static ulong OfDamage(ReadOnlySpan<byte> bytes) => ~BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
}
