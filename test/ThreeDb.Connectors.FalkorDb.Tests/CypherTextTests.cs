using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>What is written as a literal is read back from the real server as it was.</summary>
public sealed class CypherTextTests : FalkorDbTest
{
    private static readonly Gen<string> Characters = Gen.OneOf(
        Gen.Elements("'", "\"", "\\", "`", "$", "{", "}", "[", "]", ":", ",", ";", " ", "\n", "\r", "\t", "\b", "\u0001", "\u007f", "\u0085", "\u2028", "\ufeff", "\uffff", "n", "u0041", "x", "😀", "é",
            "CYPHER a=1", "*/", "//", "null", "%s", "\\'", "\\\\"),
        Gen.Choose(1, 0xd7ff).Select(code => ((char)code).ToString()));

    private static readonly Gen<string> Text = Gen.ListOf(Characters).Select(string.Concat);

    private static readonly Gen<double> Double = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite),
        ArbMap.Default.GeneratorFor<long>().Select(bits => BitConverter.Int64BitsToDouble(bits)).Where(double.IsFinite),
        Gen.Elements(0.0, -0.0, 1.0, 1e15, 1e16, 1e19, 0.1 + 0.2, 5e-324, double.MaxValue, 100000000000000.5, 100000000000001.5, 1234567890123456.5, 0.000030517578125, 9007199254740993.0),
        Gen.Choose(0, 1_000_000).Select(i => (1e14 + i) + 0.5));

    private static readonly Gen<GraphValue> Scalar = Gen.OneOf(
        Gen.Elements(true, false).Select(GraphValue.Of),
        Gen.OneOf(ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue, 0, 1L << 53)).Select(GraphValue.Of),
        Double.Select(GraphValue.Of),
        Text.Select(GraphValue.Of));

    private static readonly Gen<GraphValue> Value = Gen.Frequency((4, Scalar), (1, Gen.ListOf(Scalar).Select(elements => GraphValue.Of([.. elements]))));

    private static readonly Gen<KeyValuePair<string, GraphValue>[]> Properties =
        from names in Gen.ListOf(Text.Select(name => name.Replace("`", "", StringComparison.Ordinal)).Where(name => name.Length > 0))
        let distinct = names.Distinct().ToArray()
        from values in Gen.ListOf(Value, distinct.Length)
        select distinct.Zip(values, KeyValuePair.Create).ToArray();

    [Fact]
    public async Task Properties_come_back_as_they_were_written()
    {
        foreach (var properties in Properties.Sample(400, 30))
        {
            var text = new CypherText().Raw("CYPHER p="u8).Map(properties).Raw(" CREATE (n:Literal) SET n = $p WITH n, properties(n) AS m DELETE n RETURN m, $p"u8);
            var answer = new CompactAnswer(await FalkorDbServer.SendAsync("GRAPH.QUERY", GraphNames.Of(Context).Current, text.Written, "--compact"));
            var expected = properties.Select(property => (property.Key, FalkorDbDialect.AsTold(property.Value).ToString())).Order().ToList();
            Assert.Equal(expected, CompactValue.ReadMap(answer.Rows[0].Items[0]).Select(property => (property.Key, property.Value.ToString())).Order());
            Assert.Equal(RowHash.Of("x", [.. properties.Select(property => KeyValuePair.Create(property.Key, FalkorDbDialect.AsTold(property.Value)))]),
                RowHash.Of("x", CompactValue.ReadMap(answer.Rows[0].Items[0])));
        }
    }

    [Fact]
    public async Task Floats_are_told_with_fifteen_digits_as_expected()
    {
        var doubles = Double.Sample(20_000, 100).ToArray();
        var text = new CypherText().Raw("CYPHER p="u8).Value(GraphValue.Of([.. doubles.Select(GraphValue.Of)])).Raw(" RETURN $p"u8);
        var answer = new CompactAnswer(await FalkorDbServer.SendAsync("GRAPH.QUERY", GraphNames.Of(Context).Current, text.Written, "--compact"));
        var told = CompactValue.Read(answer.Rows[0].Items[0]).AsArray;
        Assert.Equal(doubles.Select(FalkorDbDialect.FifteenDigits), told.Select(value => value.AsDouble));
    }

    [Fact]
    public void Literals_are_what_the_engine_reads()
    {
        var text = new CypherText().Map([new("a b", GraphValue.Of(1.0)), new("c", GraphValue.Of([GraphValue.Of("it's \\"), GraphValue.Of(true), GraphValue.Of(-5)])), new("d", GraphValue.Of(1e19))]);
        Assert.Equal("""{`a b`:1.0,`c`:['it\'s \\',true,-5],`d`:1E+19}""", Encoding.UTF8.GetString(text.Written.Span));
    }
}
