using System.Text.Json;

namespace ThreeDb.Tests;

public sealed class QueryJsonTests
{
    [Fact]
    public void Boosts_survive_their_json_form()
    {
        var query = new Query { From = "book", Boost = new Dictionary<string, double> { ["importance"] = 0.2, ["churn:risk"] = 3 } };
        var json = JsonSerializer.SerializeToElement(query, ThreeDbJson.Options);
        Assert.Equal("""{"boost":{"importance":0.2,"churn:risk":3}}""", json.GetProperty("rank").GetRawText());
        Assert.Equal(query.Boost, QueryJson.Read(json).Boost);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rank": null}""")]
    [InlineData("""{"rank": {}}""")]
    [InlineData("""{"rank": {"boost": null}}""")]
    [InlineData("""{"rank": {"boost": {}}}""")]
    public void Query_without_boosts_has_none(string json)
    {
        var query = QueryJson.Read(JsonElement.Parse(json));
        Assert.Empty(query.Boost);
        Assert.False(JsonSerializer.SerializeToElement(query, ThreeDbJson.Options).TryGetProperty("rank", out _));
    }

    [Theory]
    [InlineData("""{"rank": 1}""", "TDB1013", "/rank")]
    [InlineData("""{"rank": {"bost": {}}}""", "TDB1010", "/rank/bost")]
    [InlineData("""{"rank": {"boost": ["a"]}}""", "TDB1013", "/rank/boost")]
    [InlineData("""{"rank": {"boost": {"a/b": "high"}}}""", "TDB1013", "/rank/boost/a~1b")]
    public void Boost_of_another_form_is_refused_with_its_place(string json, string code, string pointer)
    {
        var e = Assert.Throws<ThreeDbException>(() => QueryJson.Read(JsonElement.Parse(json)));
        Assert.Equal((code, pointer), (e.Code.ToString(), Assert.Single(e.Errors).Pointer));
    }
}
