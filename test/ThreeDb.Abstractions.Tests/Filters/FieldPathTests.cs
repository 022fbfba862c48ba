namespace ThreeDb.Tests;

public sealed class FieldPathTests
{
    [Theory]
    [InlineData("price", "price")]
    [InlineData("address.city", "address", "city")]
    [InlineData("/address/city", "address", "city")]
    [InlineData("/a.b/c~1d/~0", "a.b", "c/d", "~")]
    [InlineData("/", "")]
    [InlineData("/$price", "$price")]
    [InlineData("items.0.sku", "items", "0", "sku")]
    [InlineData("größe.日本", "größe", "日本")]
    public void Path_is_read_into_its_steps(string text, params string[] names)
    {
        var path = FieldPath.Parse(text);
        Assert.Equal(names, path.Segments.Select(segment => segment.Name));
        Assert.DoesNotContain(path.Segments, segment => segment.Each);
        Assert.False(path.IsSystem);
        Assert.False(path.HasWildcard);
        Assert.Equal(text, path.ToString());
    }

    [Fact]
    public void Brackets_stand_for_every_element()
    {
        var path = FieldPath.Parse("orders[].items[].sku");
        Assert.Equal([new("orders", true), new("items", true), new("sku", false)], path.Segments);
        Assert.True(path.HasWildcard);
        Assert.False(FieldPath.Parse("/a[]").HasWildcard);
    }

    [Theory]
    [InlineData("$id")]
    [InlineData("$createdAt")]
    [InlineData("$project")]
    public void System_field_has_no_steps(string text) => Assert.True(FieldPath.Parse(text).IsSystem);

    [Theory]
    [InlineData("$score.importance", "importance")]
    [InlineData("$score.churn.risk-1", "churn.risk-1")]
    [InlineData("$id", null)]
    [InlineData("/$score.importance", null)]
    [InlineData("score.importance", null)]
    public void Saved_score_is_known_by_its_name(string text, string? name)
    {
        var path = FieldPath.Parse(text);
        Assert.Equal(name, path.Score);
        Assert.Equal(name is not null, FieldPath.IsScore(text));
        Assert.True(name is null || path.IsSystem);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a..b", "empty step")]
    [InlineData(".a", "empty step")]
    [InlineData("a.", "empty step")]
    [InlineData("[]", "empty step")]
    [InlineData("a[]b", "empty step")]
    [InlineData("a[][]", "empty step")]
    [InlineData("$price", "/$price")]
    [InlineData("$ID", "no system field")]
    [InlineData("$score.", "$score.NAME")]
    [InlineData("$score", "$score.NAME")]
    [InlineData("$score.a b", "no system field")]
    [InlineData("/a~", "'~' must be followed")]
    [InlineData("/a~2", "'~' must be followed")]
    public void Text_that_is_no_path_is_refused_with_a_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => FieldPath.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Path_that_is_too_long_is_refused()
    {
        FieldPath.Parse(string.Join('.', Enumerable.Repeat("a", FieldPath.MaxSegments)));
        Assert.Throws<FormatException>(() => FieldPath.Parse(string.Join('.', Enumerable.Repeat("a", FieldPath.MaxSegments + 1))));
        Assert.Throws<FormatException>(() => FieldPath.Parse(string.Concat(Enumerable.Repeat("/a", FieldPath.MaxSegments + 1))));
        FieldPath.Parse(new string('a', 1000));
        Assert.Throws<FormatException>(() => FieldPath.Parse(new string('a', 1001)));
    }

    [Fact]
    public void Paths_are_equal_by_their_text()
    {
        Assert.Equal(FieldPath.Parse("a.b"), FieldPath.Parse("a.b"));
        Assert.Equal(FieldPath.Parse("a.b").GetHashCode(), FieldPath.Parse("a.b").GetHashCode());
        Assert.NotEqual(FieldPath.Parse("a.b"), FieldPath.Parse("a.c"));
    }

    [Theory]
    [InlineData("a", "[1]")]
    [InlineData("o.x", "[2]")]
    [InlineData("/o/x", "[2]")]
    [InlineData("l.1", "[4]")]
    [InlineData("l", "[[3,4]]")]
    [InlineData("l[]", "[3,4]")]
    [InlineData("m[].x", "[5,6]")]
    [InlineData("m[].y[]", "[7,8,9]")]
    [InlineData("m[].z.w", "[10]")]
    [InlineData("/m/1/y/0", "[9]")]
    [InlineData("n", "[null]")]
    [InlineData("none", "[]")]
    [InlineData("a.b", "[]")]
    [InlineData("l.2", "[]")]
    [InlineData("l.-1", "[]")]
    [InlineData("a[]", "[]")]
    [InlineData("o[].x", "[]")]
    public void Values_are_those_that_the_path_leads_to(string path, string expected)
    {
        var data = JsonGuard.Parse("""{"a":1,"o":{"x":2},"l":[3,4],"m":[{"x":5,"y":[7,8]},{"x":6,"y":[9],"z":{"w":10}},7],"n":null}""");
        var field = FieldPath.Parse(path);
        var values = field.Values(data).Select(value => value.GetRawText()).ToArray();
        Assert.Equal(expected, "[" + string.Join(",", values) + "]");
        if (!field.HasWildcard)
        {
            Assert.Equal(values.SingleOrDefault(), field.Value(data)?.GetRawText());
        }
    }
}
