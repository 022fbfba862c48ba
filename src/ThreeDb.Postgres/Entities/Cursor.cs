using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Where a page ended: the values of its order, and a mark of the request they belong to.</summary>
internal static class Cursor
{
    private const int MarkLength = 6;
    private const int MaxLength = 64 * 1024;
    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a cursor.</summary>
    /// <param name="request">Everything that the pages of one listing have in common.</param>
    /// <param name="values">The values of the last row.</param>
    public static string Encode(string request, IReadOnlyList<string> values)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(values, Short);
        return Base64Url.EncodeToString([.. Mark(request), .. json]);
    }

    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no cursor, or one of another request.</exception>
    public static IReadOnlyList<string> Decode(string request, string cursor, int length)
    {
        try
        {
            if (cursor.Length <= MaxLength && Base64Url.DecodeFromChars(cursor) is { Length: > MarkLength } bytes
                && bytes.AsSpan(0, MarkLength).SequenceEqual(Mark(request))
                && JsonSerializer.Deserialize<string[]>(bytes.AsSpan(MarkLength)) is { } values && values.Length == length && !values.Contains(null))
            {
                return values;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Fault();
        }

        throw Fault();
    }

    private static ThreeDbException Fault() =>
        new(ErrorCodes.InvalidCursor, errors: [new FieldError("/after", "is not the cursor of a page of this listing")]);

    private static ReadOnlySpan<byte> Mark(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request)).AsSpan(0, MarkLength);
}
