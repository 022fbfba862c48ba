using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Says in words where a text stops being JSON, and why.</summary>
internal static class JsonSyntaxFault
{
    private static readonly string[] Foreign = ["NaN", "Infinity", "-Infinity", "-NaN", "undefined", "None", "True", "False", "nil"];

    /// <summary>Makes the fault from what the reader reported.</summary>
    public static ThreeDbException Describe(ReadOnlySpan<byte> utf8, JsonException reported)
    {
        var line = (int)(reported.LineNumber ?? 0);
        var column = (int)(reported.BytePositionInLine ?? 0);
        var at = Math.Min(utf8.Length, OffsetOf(utf8, line) + column);
        var (reason, hint) = Reason(utf8, at);
        var place = utf8.TrimEnd("\r\n"u8).Contains((byte)'\n') ? $"Line {line + 1:N0}, byte {column + 1:N0}" : $"Byte {column + 1:N0}";
        var detail = $"{place}: {reason}.";
        return new ThreeDbException(ErrorCodes.InvalidJson, detail, hint, [new FieldError("", detail)], reported);
    }

    private static int OffsetOf(ReadOnlySpan<byte> utf8, int line)
    {
        var at = 0;
        for (; line > 0; line--)
        {
            at += utf8[at..].IndexOf((byte)'\n') + 1;
        }

        return at;
    }

    private static (string Reason, string? Hint) Reason(ReadOnlySpan<byte> utf8, int at)
    {
        var rest = utf8[at..];
        var before = utf8[..at].TrimEnd(" \t\r\n"u8);
        return rest switch
        {
            [] when before.IsEmpty => ("the text is empty", "Send one JSON value."),
            [] => ("the text ends too early", "Close every string, array and object; perhaps the text was cut off."),
            [0xEF, 0xBB, 0xBF, ..] => ("a byte order mark", "Send the text without a byte order mark (EF BB BF)."),
            [(byte)'/', ..] => ("a comment", "JSON has no comments; remove it."),
            [(byte)'\'', ..] => ("a single quote", "Put names and texts between double quotes."),
            [(byte)']' or (byte)'}', ..] when before is [.., (byte)','] => ("a trailing comma", "Remove the comma before the closing bracket."),
            [< 0x20, ..] => ($"the control character 0x{rest[0]:X2}", "Inside a text, write control characters as escapes such as \\n."),
            _ => Foreignness(utf8, at) is { } word
                ? ($"'{word}' is not JSON", "Numbers are finite and decimal, and the literals are true, false and null; send null or a text instead.")
                : ($"'{Character(rest)}' is not expected here", null),
        };
    }

    /// <summary>The word of another language that the fault lies in, or null. The reader reports a place inside the word.</summary>
    private static string? Foreignness(ReadOnlySpan<byte> utf8, int at)
    {
        var start = at;
        while (start > 0 && (char.IsAsciiLetter((char)utf8[start - 1]) || utf8[start - 1] == '-'))
        {
            start--;
        }

        foreach (var word in Foreign)
        {
            if (at - start <= word.Length && utf8[start..].StartsWith(Encoding.ASCII.GetBytes(word)))
            {
                return word;
            }
        }

        return null;
    }

    private static string Character(ReadOnlySpan<byte> rest)
    {
        Rune.DecodeFromUtf8(rest, out var rune, out _);
        return rune.ToString();
    }
}
