using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Tests;

/// <summary>Whatever somebody stores: it becomes properties, or it is rejected with a reason. Nothing else ever comes out.</summary>
public sealed class PoisonousValuesTests
{
    private static readonly GraphDialect[] Dialects =
    [
        new() { Engine = "Everything", HoldsNul = true, HoldsMixedArrays = true, HoldsNestedArrays = true },
        new() { Engine = "Little", HoldsEmptyArrays = false, ForbiddenInNames = "`", MaxTextBytes = 1_000, MaxNameBytes = 64, LargestInteger = 1L << 53, MaxProperties = 40 },
    ];

    public static TheoryData<string, string> Values { get; } = Make();

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_poisonous_value_is_held_or_rejected_with_a_reason(string name, string json)
    {
        foreach (var dialect in Dialects)
        {
            var entity = new ProjectedEntity
            {
                Seq = 1,
                Id = "one",
                IsLive = true,
                Type = "note",
                Fields = [new(name, GraphPropertiesTests.Json(json)), new("after", GraphPropertiesTests.Json("1"))],
            };
            if (GraphProperties.TryOf(entity, dialect, out var properties) is { } reason)
            {
                Assert.Matches("^[A-Z].*\\.$", reason);
                Assert.True(reason.Length < 250, reason);
            }
            else
            {
                Assert.Equal("after", properties.Items[^1].Key);
                Assert.Equal(properties.Hash, GraphProperties.Of(entity, dialect).Hash);
            }
        }
    }

    private static TheoryData<string, string> Make()
    {
        var data = new TheoryData<string, string>();
        string[] values =
        [
            "\"\\u0000\"", "\"a\\u0000b\"", "[\"\\u0000\"]", "{\"\\u0000\":1}", "\"\\ud800\"", "\"\\udfff\\ud800\"", "[\"\\ud800\"]", "{\"\\ud800\":1}",
            "1e400", "-1e400", "1e-400", "1e99999", "1" + new string('0', 400), "0." + new string('0', 400) + "1", "9223372036854775808", "-9223372036854775809",
            "9007199254740993", "0.1000000000000000055", "-0", "-0.0", "5e-324", "1.7976931348623157e308", "1e18446744073709551616", "1e-18446744073709551616",
            "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "[]", "{}", "[[]]", "[{}]", "[null]", "[null, 1]", "[1, \"a\", true, null, [], {}]", "[1, 1e400]", "null", "\"\"",
            Nested("[", "]", 64), Nested("[", "]", 2_000), Nested("{\"a\":", "}", 2_000, "1"), "[" + string.Join(',', Enumerable.Range(0, 50_000)) + "]",
            "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":{i}")) + "}",
            JsonSerializer.Serialize(new string('x', 5_000_000)), JsonSerializer.Serialize(new string('ß', 500_000)),
            "\"😀\"", "\"\\uFFFE\\uFFFF\"", "\"\\u202e abc\"", "\"a\\nb\\tc\\u0001\"", "\"'); DROP TABLE entity; --\"", "\"' RETURN 1 //\"", "\"`\"", "\"\\\\\"", "\"\\\\'\"", "\"$$\"",
        ];
        foreach (var value in values)
        {
            data.Add("field", value);
        }

        string[] names = ["", "_", "_id", "_seq", "__", "a`b", "a\0b", "\ud800", "$a", "a.b", "a b", "'", "\"", "\\", "constructor", "id", "CREATE", new string('n', 70_000), "ä", "😀"];
        foreach (var name in names)
        {
            data.Add(name, "1");
        }

        return data;
    }

    private static string Nested(string open, string close, int depth, string inner = "") =>
        string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
}
