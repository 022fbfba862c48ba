namespace ThreeDb.Tests;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/", "")]
    [InlineData("/foo", "foo")]
    [InlineData("/foo/0", "foo", "0")]
    [InlineData("/a~1b", "a/b")]
    [InlineData("/m~0n", "m~n")]
    [InlineData("/~01", "~1")]
    [InlineData("/a//", "a", "", "")]
    public void Parse_gives_the_unescaped_tokens(string pointer, params string[] tokens)
    {
        Assert.Equal(tokens, JsonPointer.Parse(pointer));
        Assert.Equal(pointer, string.Concat(tokens.Select(token => "/" + JsonPointer.Escape(token))));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("/~")]
    [InlineData("/~2")]
    [InlineData("/a~/b")]
    [InlineData("#/a")]
    public void Parse_refuses_what_is_no_pointer(string pointer) => Assert.Throws<FormatException>(() => JsonPointer.Parse(pointer));

    [Fact]
    public void Unescape_undoes_Escape() => Properties.Hold(
        FsCheck.Fluent.Gen.ArrayOf(FsCheck.Fluent.Gen.Elements("~", "/", "0", "1", "a")), parts =>
        {
            var token = string.Concat(parts);
            Assert.Equal(token, JsonPointer.Unescape(JsonPointer.Escape(token)));
        });
}
