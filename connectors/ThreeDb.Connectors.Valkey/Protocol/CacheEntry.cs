using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.Connectors.Valkey;

/// <summary>An answer as the server keeps it: a line with token, seq and checksum, then JSON.</summary>
/// <param name="Token">What it depends on (<see cref="CacheToken.Text"/>).</param>
/// <param name="Seq">The number of the entity; 0 for the answer to a query.</param>
/// <param name="Content">The JSON.</param>
internal readonly record struct CacheEntry(string Token, long Seq, ReadOnlyMemory<byte> Content)
{
    private const string Version = "1";

    public byte[] Encode() => [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}\t{Token}\t{Seq}\t{Checksum(Content.Span)}\n")), .. Content.Span];

    /// <summary>Reads it; null when it is damaged, or of another version of 3db. Somebody else may write into the same server.</summary>
    public static CacheEntry? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        return end >= 0 && Encoding.UTF8.GetString(bytes.Span[..end]).Split('\t') is [Version, var token, var number, var checksum]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && Checksum(bytes.Span[(end + 1)..]) == checksum
            ? new CacheEntry(token, seq, bytes[(end + 1)..])
            : null;
    }

    private static string Checksum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
}
