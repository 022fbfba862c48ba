using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.Postgres;

/// <summary>The text of an API key: <c>3db_</c>, 16 characters that name it, <c>_</c>, 43 characters of secret.</summary>
internal readonly record struct KeyToken(string Id, string Secret)
{
    private const string Prefix = "3db_";
    private const int IdLength = 16;
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    public override string ToString() => $"{Prefix}{Id}_{Secret}";

    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public static KeyToken Make() =>
        new(RandomNumberGenerator.GetString(IdAlphabet, IdLength), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Reads a key; null when the text is none.</summary>
    public static KeyToken? Parse(string text) =>
        text.Length == Prefix.Length + IdLength + 1 + 43 && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + IdLength] == '_'
            && Ascii.IsValid(text)
            ? new KeyToken(text.Substring(Prefix.Length, IdLength), text[(Prefix.Length + IdLength + 1)..])
            : null;
}
