using System.Text;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

public sealed class JsonGuardLimitTests
{
    [Fact]
    public void Depth_of_64_is_accepted_and_65_is_not()
    {
        JsonGuard.Parse(Nested(64));
        var fault = Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(Nested(65)));
        Assert.Equal(ErrorCodes.JsonTooDeep, fault.Code);
        Assert.Contains("65 levels deep; at most 64", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_limit_is_the_one_that_was_given()
    {
        var limits = new JsonLimits { MaxDepth = 2 };
        JsonGuard.Parse("[[1]]", limits);
        Assert.Equal(ErrorCodes.JsonTooDeep, Assert.Throws<ThreeDbException>(() => JsonGuard.Parse("[{\"a\":[]}]", limits)).Code);
        JsonGuard.Parse(Nested(100), new JsonLimits { MaxDepth = 100 });
    }

    [Fact]
    public void Hundred_thousand_opening_brackets_are_refused()
    {
        var brackets = Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(new string('[', 100_000)));
        Assert.Equal(ErrorCodes.JsonTooDeep, brackets.Code);
        Assert.Contains("100,000", brackets.Message, StringComparison.Ordinal);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        Assert.Equal(ErrorCodes.JsonTooDeep, Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(objects)).Code);
    }

    [Theory]
    [InlineData("[1,2,3]", 3)]
    [InlineData("{\"a\":1,\"b\":{\"c\":2}}", 3)]
    [InlineData("[[],[{\"a\":[1]}]]", 5)]
    [InlineData("1", 0)]
    public void Members_and_elements_count_together(string json, int count)
    {
        JsonGuard.Parse(json, new JsonLimits { MaxMembers = count });
        if (count > 0)
        {
            var fault = Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(json, new JsonLimits { MaxMembers = count - 1 }));
            Assert.Equal(ErrorCodes.TooManyKeys, fault.Code);
        }
    }

    [Fact]
    public void Million_keys_are_refused_and_a_hundred_thousand_are_not()
    {
        Assert.Equal(ErrorCodes.TooManyKeys, Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(Keys(1_000_000))).Code);
        Assert.Equal(100_000, JsonGuard.Parse(Keys(100_000)).GetPropertyCount());
    }

    [Fact]
    public void Large_text_is_read_without_allocating_per_token()
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Repeat("{\"name\":\"value\",\"n\":12.5,\"list\":[true,null]}", 180_000)) + "]");
        Assert.InRange(json.Length, 8_000_000, 9_000_000);
        var parsed = JsonGuard.Parse(json, new JsonLimits { MaxMembers = int.MaxValue });
        Assert.Equal(180_000, parsed.GetArrayLength());
        var limits = new JsonLimits { MaxMembers = int.MaxValue };
        Assert.InRange(AllocatedBytes.LeastOf(() => JsonGuard.Check(parsed, limits)), 0, 1_000);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Keys(int count) => "{" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"k{i}\":1")) + "}";
}
