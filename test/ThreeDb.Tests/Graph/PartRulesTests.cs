namespace ThreeDb.Tests;

/// <summary>What a part of the graph takes.</summary>
public sealed class PartRulesTests
{
    [Theory]
    [InlineData("""{"depth": 3}""", "/depth")]
    [InlineData("""{"direction": "any", "around": null}""", "/direction")]
    [InlineData("""{"direction": "out", "depth": 2}""", "/direction /depth")]
    public void How_to_walk_is_refused_where_nothing_is_walked_from(string json, string pointers)
    {
        var refused = Assert.Throws<ThreeDbException>(() => StructuralRules.Check(GraphJson.ReadPart(System.Text.Json.JsonElement.Parse(json))));
        Assert.Equal(ErrorCodes.InvalidParameter, refused.Code);
        Assert.Equal(pointers.Split(' '), refused.Errors.Select(error => error.Pointer));
        Assert.Contains("goes with 'around'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"depth": null}""")]
    [InlineData("""{"around": "a"}""")]
    [InlineData("""{"around": "a", "direction": "in", "depth": 100}""")]
    public void All_else_is_taken(string json) => StructuralRules.Check(GraphJson.ReadPart(System.Text.Json.JsonElement.Parse(json)));
}
