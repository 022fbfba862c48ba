using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Tests;

public sealed class FilterRoundTripTests
{
    private static readonly string[] Paths = ["a", "a.b", "items[].sku", "/a.b/~0", "/and", "$id", "$createdAt", "größe", "x y"];

    private static Gen<string> Condition { get; } =
        from path in Gen.Elements(Paths)
        from body in Gen.OneOf(
            Gen.Elements("eq", "ne", "contains").SelectMany(op => JsonGens.Value.Select(value => $"{{\"{op}\":{value}}}")),
            Gen.Elements("{\"gt\":1,\"lte\":2.50}", "{\"in\":[1,\"a\",{\"x\":[]}]}", "{\"exists\":true}", "{\"prefix\":\"\\u0061\"}"),
            Gen.Elements("1", "null", "\"text\"", "[1,2]"))
        select $"{JsonSerializer.Serialize(path)}:{body}";

    private static Gen<string> Filters { get; } = Gen.Sized(size => FilterOf(Math.Min(size / 10, 4)));

    [Fact]
    public void Filter_written_and_read_again_is_the_same() => Properties.Hold(Filters, json =>
    {
        var filter = Filter.Parse(json);
        AssertSame(filter, Filter.Parse(filter.ToJson()));
        AssertSame(filter, JsonSerializer.Deserialize<Filter>(JsonSerializer.Serialize(filter, ThreeDbJson.Options), ThreeDbJson.Options)!);
        Assert.True(JsonElement.DeepEquals(filter.ToJson(), Filter.Parse(filter.ToJson()).ToJson()));
    });

    [Fact]
    public void Filter_made_in_code_is_the_one_that_its_json_gives()
    {
        var made = Filter.All(Filter.Eq("plan", "smb"), Filter.Any(Filter.Field("price", FilterOperator.Greater, 30), Filter.Not(Filter.Eq("stock", 0))));
        AssertSame(Filter.Parse("""{"plan":"smb","or":[{"price":{"gt":30}},{"not":{"stock":0}}]}"""), made);
        AssertSame(Filter.Parse("""{"a":{"eq":{"x":null}}}"""), Filter.Eq("a", new Dictionary<string, string?> { ["x"] = null }));
        Assert.Equal("""{"not":{"plan":{"eq":"smb"}}}""", Filter.Not(Filter.Eq("plan", "smb")).ToJson().GetRawText());
    }

    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    [InlineData("not")]
    public void Field_that_is_named_like_a_combination_survives_its_json(string name)
    {
        var filter = Filter.Eq("/" + name, 1);
        AssertSame(filter, Filter.Parse(filter.ToJson()));
    }

    [Fact]
    public void Condition_made_in_code_follows_the_rules_of_its_operator()
    {
        Assert.Equal(ErrorCodes.InvalidFilter, Assert.Throws<ThreeDbException>(() => Filter.Field("a", FilterOperator.Less, true)).Code);
        Assert.Equal(ErrorCodes.InvalidFilter, Assert.Throws<ThreeDbException>(() => Filter.Eq("a..b", 1)).Code);
    }

    private static Gen<string> FilterOf(int depth) => depth == 0
        ? Condition.Select(condition => "{" + condition + "}")
        : Gen.OneOf(
            FilterOf(0),
            Gen.Constant("{}"),
            FilterOf(depth - 1).Select(inner => "{\"not\":" + inner + "}"),
            from word in Gen.Elements("and", "or")
            from count in Gen.Choose(0, 3)
            from inner in Gen.ListOf(FilterOf(depth - 1), count)
            from condition in Condition
            select "{\"" + word + "\":[" + string.Join(",", inner) + "]," + condition + "}");

    private static void AssertSame(Filter expected, Filter found)
    {
        Assert.Equal(expected.GetType(), found.GetType());
        switch (expected, found)
        {
            case (FieldFilter a, FieldFilter b):
                Assert.Equal((a.Path, a.Operator), (b.Path, b.Operator));
                Assert.True(JsonElement.DeepEquals(a.Operand, b.Operand));
                break;
            case (NotFilter a, NotFilter b):
                AssertSame(a.Inner, b.Inner);
                break;
            case (AllFilter a, AllFilter b):
                AssertSame(a.Filters, b.Filters);
                break;
            case (AnyFilter a, AnyFilter b):
                AssertSame(a.Filters, b.Filters);
                break;
        }
    }

    private static void AssertSame(IReadOnlyList<Filter> expected, IReadOnlyList<Filter> found)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            AssertSame(expected[i], found[i]);
        }
    }
}
