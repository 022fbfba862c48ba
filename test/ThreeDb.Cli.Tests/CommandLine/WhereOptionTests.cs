namespace ThreeDb.Cli.Tests.CommandLine;

public sealed class WhereOptionTests
{
    [Theory]
    [InlineData("plan=smb", """{"plan": "smb"}""")]
    [InlineData("price>=30", """{"price": {"gte": 30}}""")]
    [InlineData("price > 30.5", """{"price": {"gt": 30.5}}""")]
    [InlineData("price<-2", """{"price": {"lt": -2}}""")]
    [InlineData("a.b<=x", """{"a.b": {"lte": "x"}}""")]
    [InlineData("open=true", """{"open": true}""")]
    [InlineData("open!=null", """{"open": {"ne": null}}""")]
    [InlineData("code=\"30\"", """{"code": "30"}""")]
    [InlineData("day=2026-01-31", """{"day": "2026-01-31"}""")]
    [InlineData("name^=Du", """{"name": {"prefix": "Du"}}""")]
    [InlineData("tags~=new", """{"tags": {"contains": "new"}}""")]
    [InlineData("""{"or": [{"a": 1}, {"b": 2}]}""", """{"or": [{"a": 1}, {"b": 2}]}""")]
    public void Shorthand_means_the_same_as_the_filter(string text, string filter) =>
        Assert.Equal(Filter.Parse(filter).ToJson().GetRawText(), WhereOption.Parse([text])!.ToJson().GetRawText());

    [Fact]
    public void Several_must_all_hold() =>
        Assert.Equal(Filter.All(Filter.Eq("a", 1), Filter.Eq("b", "x")).ToJson().GetRawText(), WhereOption.Parse(["a=1", "b=x"])!.ToJson().GetRawText());

    [Theory]
    [InlineData("")]
    [InlineData("field")]
    [InlineData("=5")]
    [InlineData("{\"a\": {\"near\": 1}}")]
    public void What_is_no_filter_is_refused(string text) =>
        Assert.Equal(ErrorCodes.InvalidFilter, Assert.Throws<ThreeDbException>(() => WhereOption.Parse([text])).Code);
}
