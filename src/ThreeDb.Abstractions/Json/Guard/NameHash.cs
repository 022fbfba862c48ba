using System.Runtime.InteropServices;

namespace ThreeDb;

/// <summary>A 64-bit hash of short byte strings, by multiplying and folding (the construction of wyhash).</summary>
/// <remarks>It is not keyed. Whoever forges collisions gains nothing: equal hashes only lead to the exact comparison.</remarks>
internal static class NameHash
{
    private const ulong A = 0x9E37_79B9_7F4A_7C15;
    private const ulong B = 0xD6E8_FEB8_6659_FD93;

    public static ulong Of(ReadOnlySpan<byte> name)
    {
        var hash = Fold(A, (ulong)name.Length + B);
        var rest = name;
        while (rest.Length > 8)
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(rest), B);
            rest = rest[8..];
        }

        return Fold(hash ^ Tail(rest), A);
    }

    /// <summary>At most eight bytes as a number; together with the length it is unambiguous.</summary>
    private static ulong Tail(ReadOnlySpan<byte> rest) => rest.Length switch
    {
        8 => MemoryMarshal.Read<ulong>(rest),
        >= 4 => MemoryMarshal.Read<uint>(rest) | ((ulong)MemoryMarshal.Read<uint>(rest[^4..]) << 32),
        > 0 => rest[0] | ((ulong)rest[rest.Length / 2] << 8) | ((ulong)rest[^1] << 16),
        _ => 0,
    };

    private static ulong Fold(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
}
