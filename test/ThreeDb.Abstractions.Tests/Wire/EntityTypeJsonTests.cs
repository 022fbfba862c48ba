using System.Text.Json;

namespace ThreeDb.Tests;

/// <summary>How a type says how fresh its reads are.</summary>
public sealed class EntityTypeJsonTests
{
    [Theory]
    [InlineData("{}", Consistency.Session)]
    [InlineData("""{"consistency":null}""", Consistency.Session)]
    [InlineData("""{"consistency":"session"}""", Consistency.Session)]
    [InlineData("""{"consistency":"immediate"}""", Consistency.Immediate)]
    [InlineData("""{"consistency":"eventual"}""", Consistency.Eventual)]
    public void Consistency_is_read_and_survives_writing(string text, Consistency expected)
    {
        var read = EntityTypeJson.Read(JsonElement.Parse(text));
        Assert.Equal(expected, read.Consistency);
        var written = JsonSerializer.SerializeToElement(read, ThreeDbJson.Options);
        Assert.Equal(expected, EntityTypeJson.Read(written).Consistency);
        Assert.Equal(expected, written.Deserialize<EntityTypeDefinition>(ThreeDbJson.Options)!.Consistency);
    }

    [Theory]
    [InlineData("\"Session\"")]
    [InlineData("\"eventally\"")]
    [InlineData("1")]
    public void Other_consistency_is_refused_at_its_place(string value)
    {
        var refused = Assert.Throws<ThreeDbException>(() => EntityTypeJson.Read(JsonElement.Parse($$"""{"consistency":{{value}}}""")));
        Assert.Equal((ErrorCodes.InvalidTypeDefinition, "/consistency"), (refused.Code, refused.Errors.Single().Pointer));
    }
}
