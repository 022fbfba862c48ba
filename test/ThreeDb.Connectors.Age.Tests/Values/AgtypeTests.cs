using FsCheck;
using FsCheck.Fluent;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

public sealed class AgtypeTests
{
    [Fact]
    public void What_is_written_reads_back_as_the_same() =>
        Prop.ForAll<double, long, string>((number, whole, text) =>
        {
            var values = Values(double.IsFinite(number) ? number : 0.5, whole, text ?? "", whole > 0);
            Assert.Equal(values, AgtypeReader.Map(AgtypeWriter.Map(values))!);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Numbers_and_texts_come_back_from_the_server_bit_by_bit()
    {
        var seed = TestSeed.Take();
        var random = new Random(seed);
        await using var projection = await AgeServers.ProjectionAsync(new ProjectionContext($"values-{Environment.ProcessId}", "graph", TimeProvider.System));
        await projection.PrepareAsync(new Fence(1, 1), default);
        var entities = Enumerable.Range(1, 1_000).Select(seq => Rows.Entity(seq) with
        {
            Fields =
            [
                new("number", Json.Of(Finite(random))), new("small", Json.Of(random.NextDouble())), new("whole", Json.Of(random.NextInt64(long.MinValue, long.MaxValue))),
                new("text", Json.Of<string>(Text(random))), new("many", Json.Of(new[] { random.NextDouble(), random.Next() })),
            ],
        }).ToList();
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), entities, []), default);
        var expected = entities.Aggregate(default(RangeDigest), (sum, entity) => sum.With(projection.HashOf(entity)));
        Assert.Equal(expected, (await projection.DigestAsync(relations: false, [new SeqRange(0, 10_000)], default))[0]);
        await projection.DropAsync(Fences.Newest, default);
    }

    [Theory]
    [InlineData("""{"id": 844424930131975, "label": "P", "properties": {"a": [1, "x"], "b": "}::vertex"}}::vertex""", """{"a":[1,"x"],"b":"}::vertex"}""")]
    [InlineData("""{"id": 1, "label": "K", "end_id": 2, "start_id": 3, "properties": {}}::edge""", "{}")]
    [InlineData("""[{"id": 1, "label": "P", "properties": {"n": 1}}::vertex, {"id": 2, "label": "K", "end_id": 2, "start_id": 3, "properties": {"e": 2}}::edge]::path""", """[{"n":1},{"e":2}]""")]
    [InlineData("12345678901234567890.5::numeric", "12345678901234567890.5")]
    [InlineData("[NaN, Infinity, -Infinity, -0.0, 1e+300]", """["NaN","Infinity","-Infinity",-0.0,1e+300]""")]
    [InlineData("""{"a": {"b": null, "c": [true, false]}}""", """{"a":{"b":null,"c":[true,false]}}""")]
    [InlineData("\"a\\u0001\\n\\\"\\\\é\"", "\"a\\u0001\\n\\\"\\\\é\"")]
    public void Answer_becomes_json(string agtype, string json) => Assert.True(Json.Same(Json.Of(json), AgtypeAnswer.ToJson(agtype)), AgtypeAnswer.ToJson(agtype).GetRawText());

    [Theory]
    [InlineData("{\"a\"")]
    [InlineData("[1")]
    [InlineData("\"a")]
    public void Text_that_is_no_agtype_is_reported(string agtype) => Assert.Throws<FormatException>(() => AgtypeAnswer.ToJson(agtype));

    [Theory]
    [InlineData("""{"a": {"b": 1}}""")]
    [InlineData("""{"a": 1.5::numeric}""")]
    [InlineData("""{"a": NaN}""")]
    [InlineData("1")]
    public void Properties_that_3db_never_writes_are_not_understood(string agtype) => Assert.Null(AgtypeReader.Map(agtype));

    private static KeyValuePair<string, GraphValue>[] Values(double number, long whole, string text, bool truth) =>
    [
        new("number", GraphValue.Of(number)), new("whole", GraphValue.Of(whole)), new(text.Replace('\0', ' ') is var name && JsonGuard.IsStorable(name) ? "t" + name : "t", GraphValue.Of(truth)),
        new("text", GraphValue.Of(JsonGuard.IsStorable(text) ? text : "plain")),
        new("list", GraphValue.Of([GraphValue.Of(number), GraphValue.Of([]), GraphValue.Of([GraphValue.Of(whole), GraphValue.Of(truth)])])),
    ];

    private static double Finite(Random random)
    {
        while (true)
        {
            if (BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var number && double.IsFinite(number))
            {
                return number;
            }
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => char.ConvertFromUtf32(random.Next(4) switch
    {
        0 => random.Next(1, 0x80),
        1 => random.Next(0x80, 0xD800),
        2 => random.Next(0xE000, 0x10000),
        _ => random.Next(0x10000, 0x110000),
    })));
}
