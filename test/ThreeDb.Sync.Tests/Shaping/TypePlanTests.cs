using System.Text.Json;
using ThreeDb.Changes;

namespace ThreeDb.Sync.Tests;

public sealed class TypePlanTests
{
    private const string Data = """{"name": "Ada Lovelace", "address": {"city": "London"}, "tags": [{"id": 1}, {"id": 2}], "age": 36}""";

    [Fact]
    public void No_rule_gives_every_field() => Assert.Equal(["name", "address", "tags", "age"], Names(new TypeRule()));

    [Fact]
    public void Fields_are_read_by_their_paths()
    {
        var fields = Shape(new TypeRule { Fields = ["address.city", "tags[].id", "missing"] });
        Assert.Equal(["address.city", "tags[].id"], fields.Select(field => field.Key));
        Assert.Equal("London", fields[0].Value.GetString());
        Assert.Equal("[1,2]", fields[1].Value.GetRawText());
    }

    [Fact]
    public void Renamed_field_goes_before_one_that_has_the_name_already()
    {
        var fields = Shape(new TypeRule { Rename = new Dictionary<string, string> { ["age"] = "name" } });
        Assert.Equal("36", Assert.Single(fields, field => field.Key == "name").Value.GetRawText());
    }

    [Theory]
    [InlineData(12, "Ada Lovelace")]
    [InlineData(5, "Ada …")]
    [InlineData(1, "…")]
    public void Long_text_is_cut(int longest, string expected)
    {
        var fields = Shape(new TypeRule { Fields = ["name"], Truncate = new Dictionary<string, int> { ["name"] = longest } });
        Assert.Equal(expected, fields[0].Value.GetString());
    }

    [Fact]
    public void Cut_does_not_split_a_character()
    {
        var rule = new TypeRule { Truncate = new Dictionary<string, int> { ["*"] = 3 } };
        var entity = Entity("""{"t": "a😀bc"}""");
        Assert.Equal("a…", TypePlan.Of(rule).Fields(entity)[0].Value.GetString());
    }

    [Theory]
    [InlineData(DerivedProperty.InDegree, "3")]
    [InlineData(DerivedProperty.OutDegree, "2")]
    [InlineData(DerivedProperty.Degree, "5")]
    [InlineData(DerivedProperty.Importance, "1.386294")]
    public void Derived_properties_come_from_the_relations(DerivedProperty property, string expected)
    {
        var rule = new TypeRule { Fields = [], Derive = new Dictionary<string, DerivedProperty> { ["it"] = property } };
        var field = Assert.Single(TypePlan.Of(rule).Fields(Entity(Data) with { Degrees = (3, 2) }));
        Assert.Equal(("it", expected), (field.Key, field.Value.GetRawText()));
    }

    [Theory]
    [InlineData(DerivedProperty.Importance, 0.25, 7.0, "0.25")]
    [InlineData(DerivedProperty.Importance, null, 7.0, "1.386294")]
    [InlineData(DerivedProperty.Cluster, 0.25, 7.0, "7")]
    [InlineData(DerivedProperty.Cluster, 0.25, null, null)]
    public void Derived_properties_come_from_saved_scores(DerivedProperty property, double? importance, double? cluster, string? expected)
    {
        var plan = TypePlan.Of(new TypeRule { Fields = [], Derive = new Dictionary<string, DerivedProperty> { ["it"] = property } });
        var fields = plan.Fields(Entity(Data) with { Degrees = (3, 2), Scores = (importance, cluster) });
        Assert.Equal(expected, fields.SingleOrDefault(field => field.Key == "it").Value is { ValueKind: JsonValueKind.Number } value ? value.GetRawText() : null);
        Assert.Equal((property == DerivedProperty.Importance, true), (plan.NeedsDegrees, plan.NeedsScores));
    }

    [Theory]
    [InlineData("""{"age": {"gt": 30}}""", true)]
    [InlineData("""{"age": {"gt": 40}}""", false)]
    public void Filter_decides_who_goes_there(string filter, bool expected) =>
        Assert.Equal(expected, TypePlan.Of(new TypeRule { Where = Filter.Parse(filter) }).Passes(Entity(Data)));

    internal static SourceEntity Entity(string data) => new() { Seq = 7, Id = "p/7", IsLive = true, Type = "person", Version = 1, Data = JsonElement.Parse(data) };

    private static IReadOnlyList<KeyValuePair<string, JsonElement>> Shape(TypeRule rule) => TypePlan.Of(rule).Fields(Entity(Data));

    private static IEnumerable<string> Names(TypeRule rule) => Shape(rule).Select(field => field.Key);
}
