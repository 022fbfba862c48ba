using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>A hash of JSON values: equal values have equal hashes, whatever the order of their members or the form of their numbers.</summary>
internal static class JsonValueHash
{
    public static ulong Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => OfObject(json),
        JsonValueKind.Array => OfArray(json),
        JsonValueKind.String => OfString(json),
        // Numbers that are equal become the same double, and 0 and -0 are equal.
        JsonValueKind.Number => Mixed(2, (ulong)BitConverter.DoubleToInt64Bits(json.GetDouble() + 0.0)),
        var kind => Mixed(3, (ulong)kind),
    };

    private static ulong OfString(JsonElement json)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        return raw.Contains((byte)'\\')
            ? NameHash.Of(System.Text.Encoding.UTF8.GetBytes(json.GetString()!))
            : NameHash.Of(raw[1..^1]);
    }

    private static ulong OfArray(JsonElement json)
    {
        var hash = 4UL;
        foreach (var element in json.EnumerateArray())
        {
            hash = Mixed(hash, Of(element));
        }

        return hash;
    }

    private static ulong OfObject(JsonElement json)
    {
        // A sum does not depend on the order.
        var sum = 5UL;
        foreach (var member in json.EnumerateObject())
        {
            var raw = JsonMarshal.GetRawUtf8PropertyName(member);
            var name = raw.Contains((byte)'\\') ? NameHash.Of(System.Text.Encoding.UTF8.GetBytes(member.Name)) : NameHash.Of(raw);
            sum += Mixed(name, Of(member.Value));
        }

        return sum;
    }

    private static ulong Mixed(ulong a, ulong b) => Math.BigMul(a ^ 0xA076_1D64_78BD_642F, b ^ 0xE703_7ED1_A0B4_28DB, out var low) ^ low;
}
