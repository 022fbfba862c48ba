using System.Text;
using System.Text.Json;

namespace ThreeDb.Testing;

/// <summary>Data that the source takes and that engines choke on.</summary>
/// <remarks>NUL, lone surrogates, infinities, 10^400 and numbers that would become 0 are not among them: the source refuses them.</remarks>
/// <param name="Name">What is poisonous about it.</param>
/// <param name="Json">The data of an entity: an object.</param>
public sealed record PoisonousValue(string Name, string Json)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PoisonousValue> All { get; } = [.. Numbers(), .. Texts(), .. Structures(), .. FieldNames()];

    /// <summary>Ids, which are relation keys as well.</summary>
    public static IReadOnlyList<(string Name, string Id)> Ids { get; } =
    [
        ("quotes", "a'b\"c`d"), ("backslash", "a\\b"), ("dollar", "$id$$1"), ("newline", "a\nb\r\n\tc"), ("emoji", "👩‍🚀"), ("200 astral characters", Repeat("𝒜", 200)),
        ("blank", " "), ("blanks around", " a "), ("word null", "null"), ("number", "42"), ("Cypher", "'}) DETACH DELETE n //"), ("control characters", "\u0001\u001f\u007f"),
        ("separators", "a/b#c?d%00"), ("colon and bar", "a:b|c"), ("composed", "\u00e9"), ("decomposed", "e\u0301"), ("upper case", "ABC"), ("lower case", "abc"), ("not a character", "\uffff"),
    ];

    private static IEnumerable<PoisonousValue> Numbers() =>
        new[]
        {
            ("2^53 + 1", "9007199254740993"), ("-2^53 - 1", "-9007199254740993"), ("2^63 - 1", "9223372036854775807"), ("2^63", "9223372036854775808"),
            ("-2^63", "-9223372036854775808"), ("2^64", "18446744073709551616"), ("10^30", "1" + Repeat("0", 30)), ("1e308 in full", "1" + Repeat("0", 308)), ("1e308", "1e308"),
            ("390 digits after the point", "0." + Repeat("3", 390)), ("10^-300 in full", "0." + Repeat("0", 299) + "1"), ("minus zero", "-0.0"), ("0.1 + 0.2", "0.30000000000000004"),
            ("largest double", "1.7976931348623157e308"), ("30 digits", "3.14159265358979323846264338327"), ("one with a fraction", "1.0"), ("zeros at the end", "100.00"),
            ("integers beside fractions", "[1,1.0,1.5,9007199254740993]"), ("large integers in an array", "[9223372036854775807,9223372036854775808]"),
        }.Select(pair => Value(pair.Item1, pair.Item2));

    private static IEnumerable<PoisonousValue> Texts() =>
        new[]
        {
            ("empty text", ""), ("blank", " "), ("5 MB", Repeat("3db ", 1_250_000)), ("70,000 emoji", Repeat("🧨", 70_000)), ("control characters", "\u0001\u0002\u001f\u007f\u0085"),
            ("no characters", "\ufffe\uffff"), ("separators", "\u2028\u2029\ufeff"), ("right to left", "\u202eabc\u202c"), ("quotes", "'\"`´\\"), ("dollar quotes", "$$ $cypher$ $1 ${x}"),
            ("Cypher", "'}) DETACH DELETE n //"), ("protocol", "\r\n$5\r\nhello\r\n*0\r\n"), ("JSON object", "{\"a\":1}"), ("JSON array", "[1]"), ("JSON text", "\"x\""), ("word null", "null"),
            ("word true", "true"), ("number", "42"), ("agtype", "1::numeric"), ("time", "2026-01-01T00:00:00Z"), ("NaN", "NaN"), ("Infinity", "-Infinity"), ("decomposed", "e\u0301"),
            ("backslashes", "\\u0000\\n\\"), ("percent", "%s%n{0}"),
        }.Select(pair => Value(pair.Item1, Quote(pair.Item2)));

    private static IEnumerable<PoisonousValue> Structures() =>
    [
        Value("null", "null"), Value("empty object", "{}"), Value("empty array", "[]"), Value("array with null", "[1,null,2]"), Value("nulls", "[null]"), Value("mixed array", "[1,\"a\",true,null,{}]"),
        Value("arrays in arrays", "[[1,2],[],[[3]]]"), Value("objects in arrays", "[{\"a\":1},{\"a\":\"x\"}]"), Value("truths", "[true,false]"), Value("null in an object", "{\"a\":null}"),
        Value("63 objects deep", Repeat("{\"d\":", 63) + "1" + Repeat("}", 63)), Value("63 arrays deep", Repeat("[", 63) + Repeat("]", 63)),
        new("10,000 members", Wide(10_000)), Value("object of 10,000 members", Wide(10_000)), Value("array of 10,000", "[" + string.Join(',', Enumerable.Range(0, 10_000)) + "]"),
        new("path beside a name that looks like it", """{"a":{"b":1},"a.b":2,"a_b":3,"a__b":4}"""), new("no members", "{}"), Value("large texts in an array", $"[{Quote(Repeat("x", 100_000))},\"\"]"),
    ];

    private static IEnumerable<PoisonousValue> FieldNames() =>
        new[]
        {
            "_id", "_seq", "_type", "_version", "_project", "_epoch", "_stub", "id", "seq", "key", "from", "to", "type", "version", "weight", "valid_from", "labels", "", " ", "`", "a`b`` c", "'", "\"", "$", "$x",
            "a\nb", "🧨", "MATCH", "null", "true", "a.b", "a b", "a:b", "9", "__proto__", "constructor", "\\", "{}", "[0]", "\u0001", "名前", Repeat("n", 1_000), Repeat("n", 70_000),
        }.Select(name => new PoisonousValue($"name {(name.Length > 20 ? $"of {name.Length:N0}" : Quote(name))}", $"{{{Quote(name)}:1,\"other\":\"x\"}}"))
        .Append(new("names that differ in case", """{"name":1,"Name":2,"NAME":3}"""))
        .Append(new("names that differ in composition", $"{{{Quote("\u00e9")}:1,{Quote("e\u0301")}:2}}"));

    private static PoisonousValue Value(string name, string json) => new(name, $"{{\"v\":{json},\"other\":\"x\"}}");

    private static string Wide(int members) => "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"m{i}\":{i}")) + "}";

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
