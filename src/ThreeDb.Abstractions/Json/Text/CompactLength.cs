using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>How long a JSON text is without the white space between its tokens.</summary>
internal static class CompactLength
{
    public static int Of(JsonElement json)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        return json.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Of(raw) : raw.Length;
    }

    private static int Of(ReadOnlySpan<byte> raw)
    {
        // Most texts have none at all, or only inside of strings.
        var length = raw.Length;
        for (var rest = raw; rest.IndexOfAny("\" \t\r\n"u8) is var at and >= 0;)
        {
            rest = rest[at..];
            if (rest[0] == '"')
            {
                rest = rest[StringLength(rest)..];
                continue;
            }

            length--;
            rest = rest[1..];
        }

        return length;
    }

    private static int StringLength(ReadOnlySpan<byte> quoted)
    {
        var at = 1;
        while (true)
        {
            at += quoted[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (quoted[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }
}
