using System.Text;
using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Random documents of few names and few values, so that filters meet them often.</summary>
internal sealed class RandomJson(Random random)
{
    public static readonly string[] Names = ["a", "b", "c", "0", "-1", "x.y", "ä"];

    private static readonly string[] Numbers =
        ["0", "-0", "0.0", "1", "1.0", "1e0", "10E-1", "-3", "2.5", "100", "1e2", "0.1", "1e-7", "12345678901234567890", "9007199254740993", "9007199254740992"];

    private static readonly string[] Strings =
        ["", "a", "A", "ab", "abc", "b", "1", "1.0", "true", "null", "ä", "e\u0301", "é", "\uE000", "\U0001F600", "日本", "a\"b\\c", "%", "_", "a\nb", "\u00A0", "ß"];

    /// <summary>A JSON object.</summary>
    public JsonElement Document() => Json.Of(Object(3));

    /// <summary>Any JSON value.</summary>
    public JsonElement Value(int depth = 1) => Json.Of(Text(depth));

    /// <summary>A number or a string.</summary>
    public JsonElement Orderable() => Json.Of(random.Next(2) == 0 ? Pick(Numbers) : JsonSerializer.Serialize(Pick(Strings)));

    /// <summary>A string.</summary>
    public string String() => Pick(Strings);

    private string Object(int depth) =>
        "{" + string.Join(",", Names.Where(_ => random.Next(2) == 0).Select(name => JsonSerializer.Serialize(name) + ":" + Text(depth - 1))) + "}";

    private string Text(int depth)
    {
        switch (random.Next(depth > 0 ? 12 : 7))
        {
            case 0:
                return "null";
            case 1:
                return random.Next(2) == 0 ? "true" : "false";
            case 2 or 3 or 4:
                return Pick(Numbers);
            case 5 or 6:
                return JsonSerializer.Serialize(Pick(Strings));
            case 7 or 8:
                return Object(depth);
            default:
                var array = new StringBuilder("[").AppendJoin(',', Enumerable.Range(0, random.Next(4)).Select(_ => Text(depth - 1)));
                return array.Append(']').ToString();
        }
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
