using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Tests;

public sealed class GraphPropertiesTests
{
    private static readonly GraphDialect Plain = new() { Engine = "Plain" };

    [Theory]
    [InlineData("null", "absent")]
    [InlineData("true", "true")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("120e-1", "12")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9223372036854775808", "\"9223372036854775808\"")]
    [InlineData("1e19", "1E+19")]
    [InlineData("0.1", "0.1")]
    [InlineData("2.50", "2.5")]
    [InlineData("5e-324", "5E-324")]
    [InlineData("0.1000000000000000055", "\"0.1000000000000000055\"")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("1e-400", "\"1e-400\"")]
    [InlineData("1e99999999999999999999", "\"1e99999999999999999999\"")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("[1, 2.5]", "[1, 2.5]")]
    [InlineData("[9007199254740993, 2.5]", "\"[9007199254740993,2.5]\"")]
    [InlineData("[\"a\", \"b\"]", "[\"a\", \"b\"]")]
    [InlineData("[true, false]", "[true, false]")]
    [InlineData("[]", "[]")]
    [InlineData("[1, null]", "\"[1,null]\"")]
    [InlineData("[1, \"a\"]", "\"[1,\"a\"]\"")]
    [InlineData("[[1], [2]]", "\"[[1],[2]]\"")]
    [InlineData("[1, 1e400]", "\"[1,1e400]\"")]
    [InlineData("{ \"a\" : [ 1 ] }", "\"{\"a\":[1]}\"")]
    public void A_value_becomes_a_property(string json, string property)
    {
        var properties = Of(("field", json));
        var field = properties.Items.ToArray().SingleOrDefault(item => item.Key == "field").Value;
        Assert.Equal(property, field.ToString());
    }

    [Fact]
    public void Floats_beside_integers_are_floats() =>
        Assert.All(Of(("field", "[1, 2.5]")).Items.ToArray()[^1].Value.AsArray, element => Assert.Equal(GraphValueKind.Double, element.Kind));

    [Theory]
    [InlineData("[1, \"a\"]", true, false, "[1, \"a\"]")]
    [InlineData("[[1], [2]]", false, true, "[[1], [2]]")]
    [InlineData("[[1], [true]]", false, true, "[[1], [true]]")]
    [InlineData("[[1, \"a\"]]", false, true, "\"[[1,\"a\"]]\"")]
    [InlineData("[[1], {}]", true, true, "\"[[1],{}]\"")]
    public void An_engine_that_can_gets_arrays_of_more_kinds(string json, bool mixed, bool nested, string property) =>
        Assert.Equal(property, Of(Plain with { HoldsMixedArrays = mixed, HoldsNestedArrays = nested }, ("field", json)).Items.ToArray()[^1].Value.ToString());

    [Fact]
    public void An_engine_without_empty_arrays_gets_text() =>
        Assert.Equal("\"[]\"", Of(Plain with { HoldsEmptyArrays = false }, ("field", "[]")).Items.ToArray()[^1].Value.ToString());

    [Fact]
    public void Fields_never_meet_the_properties_of_3db()
    {
        var properties = Of(("_id", "1"), ("__id", "2"), ("id", "3"));
        Assert.Equal(["_seq", "_id", "_type", "_version", "__id", "___id", "id"], properties.Items.ToArray().Select(item => item.Key));
    }

    [Fact]
    public void A_relation_has_its_key_version_weight_and_times()
    {
        var relation = new ProjectedRelation
        {
            RowKey = new RowKey(1, 2, "KNOWS", ""),
            IsLive = true,
            Version = 3,
            Weight = 0.5,
            ValidFrom = new DateTimeOffset(2026, 1, 2, 4, 4, 5, 500, TimeSpan.FromHours(1)),
            Fields = [new("since", Json("2020"))],
        };
        Assert.Equal(
            """_key="" _version=3 _weight=0.5 _from="2026-01-02T03:04:05.5Z" since=2020""",
            string.Join(' ', GraphProperties.Of(relation, Plain).Items.ToArray().Select(item => $"{item.Key}={item.Value}")));
    }

    [Theory]
    [InlineData("", "1", "Plain has no property with an empty name.")]
    [InlineData("a\0b", "1", "The name of a property holds U+0000, which Plain cannot hold.")]
    [InlineData("a`b", "1", "The name of the property 'a`b' holds '`', which Plain cannot hold.")]
    [InlineData("field", "\"a\\u0000b\"", "The property 'field' holds U+0000, which Plain cannot hold.")]
    [InlineData("field", "[\"a\\u0000b\"]", "The property 'field' holds U+0000, which Plain cannot hold.")]
    [InlineData("field", "\"\\ud800\"", "The property 'field' holds text that is not valid Unicode: a surrogate without its partner.")]
    [InlineData("field", "{\"a\":\"\\udc00\"}", "The property 'field' holds text that is not valid Unicode: a surrogate without its partner.")]
    [InlineData("field", "1234567", "The property 'field' is 1234567; the largest integer that Plain holds is 1000000.")]
    [InlineData("field", "\"more than ten bytes\"", "The property 'field' has 19 bytes; Plain holds at most 10.")]
    [InlineData("much too long a name", "1", "The name of the property 'much too long a name' has 20 bytes; Plain holds at most 15.")]
    public void What_the_engine_cannot_hold_is_rejected_with_the_reason(string name, string json, string reason)
    {
        var dialect = Plain with { ForbiddenInNames = "`", LargestInteger = 1_000_000, MaxTextBytes = 10, MaxNameBytes = 15 };
        var thrown = Assert.Throws<ProjectionRejectedException>(() => Of(dialect, (name, json)));
        Assert.Equal((RowKey.Entity(7), reason), Assert.Single(thrown.Keys));
    }

    [Fact]
    public void Too_many_properties_are_rejected()
    {
        var fields = Enumerable.Range(0, 10).Select(i => ($"f{i}", "1")).ToArray();
        Assert.Equal("It has 14 properties; Plain holds at most 12.", Assert.Throws<ProjectionRejectedException>(() => Of(Plain with { MaxProperties = 12 }, fields)).Message);
    }

    [Fact]
    public void Numbers_keep_their_value() => Properties.Hold(
        Gen.OneOf(JsonGens.Value.Where(json => JsonGuard.Parse(json).ValueKind == JsonValueKind.Number), Numbers),
        json =>
        {
            var value = GraphNumber.Of(Json(json));
            var again = value.Kind == GraphValueKind.String ? value.AsString : value.ToString();
            Assert.Equal(value, GraphNumber.Of(Json(again)));
            Assert.True(JsonElement.DeepEquals(Json(json), Json(again)), $"{json} became {again}");
        });

    private static Gen<string> Numbers { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(value => JsonSerializer.Serialize(value)),
        ArbMap.Default.GeneratorFor<long>().Select(value => JsonSerializer.Serialize(value)));

    internal static JsonElement Json(string json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 5_000 }).RootElement.Clone();

    private static GraphProperties Of(params (string Name, string Json)[] fields) => Of(Plain, fields);

    private static GraphProperties Of(GraphDialect dialect, params (string Name, string Json)[] fields) => GraphProperties.Of(
        new ProjectedEntity
        {
            Seq = 7,
            Id = "seven",
            IsLive = true,
            Type = "note",
            Version = 1,
            Fields = [.. fields.Select(field => KeyValuePair.Create(field.Name, Json(field.Json)))],
        },
        dialect);
}
