using System.Text.Json;
using System.Text.Json.Nodes;

namespace ThreeDb.Tests;

public sealed class JsonMergePatchTests
{
    // RFC 7396, appendix A.
    [Theory]
    [InlineData("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"a\":null}", "{}")]
    [InlineData("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}")]
    [InlineData("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}")]
    [InlineData("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}")]
    [InlineData("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]")]
    [InlineData("{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]")]
    [InlineData("{\"a\":\"foo\"}", "null", "null")]
    [InlineData("{\"a\":\"foo\"}", "\"bar\"", "\"bar\"")]
    [InlineData("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}")]
    [InlineData("[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}")]
    [InlineData("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}")]
    // Names that are written in different ways, and nulls in arrays, which stay.
    [InlineData("{\"\\u0061\":1,\"b\":2}", "{\"a\":null}", "{\"b\":2}")]
    [InlineData("{\"a\":1}", "{\"\\u0061\":2}", "{\"a\":2}")]
    [InlineData("{}", "{\"a\":[null,{\"b\":null}]}", "{\"a\":[null,{\"b\":null}]}")]
    public void Merge_gives_what_the_rfc_says(string target, string patch, string expected) =>
        Assert.Equal(expected, JsonMergePatch.Apply(JsonGuard.Parse(target), JsonGuard.Parse(patch)).GetRawText());

    [Fact]
    public void Merge_gives_what_the_algorithm_of_the_rfc_gives() => Properties.Hold(JsonGens.Pair, pair =>
    {
        var merged = JsonMergePatch.Apply(JsonGuard.Parse(pair.From), JsonGuard.Parse(pair.To));
        var expected = Merge(JsonNode.Parse(pair.From), JsonNode.Parse(pair.To));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(merged.GetRawText())), merged.GetRawText());
        JsonGuard.Check(merged);
    }, 1500);

    [Fact]
    public void Merge_into_nothing_removes_the_nulls() => Assert.Equal("{\"a\":{}}", JsonMergePatch.Apply(default, JsonGuard.Parse("{\"a\":{\"b\":null}}")).GetRawText());

    [Fact]
    public void Merge_of_large_objects_finds_every_member()
    {
        string Object(int step, string value) => "{" + string.Join(",", Enumerable.Range(0, 20_000).Where(i => i % step == 0).Select(i => $"\"k{i}\":{value}")) + "}";
        var merged = JsonMergePatch.Apply(JsonGuard.Parse(Object(1, "1")), JsonGuard.Parse(Object(2, "null")));
        Assert.Equal(10_000, merged.GetPropertyCount());
        Assert.False(merged.TryGetProperty("k4", out _));
    }

    [Fact]
    public void Merge_refuses_a_patch_that_is_nested_without_end()
    {
        var deep = JsonDocument.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "{}" + new string('}', 5_000), new() { MaxDepth = int.MaxValue });
        Assert.Equal(ErrorCodes.JsonTooDeep, Assert.Throws<ThreeDbException>(() => JsonMergePatch.Apply(default, deep.RootElement)).Code);
    }

    // RFC 7396, section 2, line by line.
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject existing ? existing.DeepClone().AsObject() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], value);
            }
        }

        return result;
    }
}
