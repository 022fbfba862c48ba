using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>Numbers through plain JSON to Neo4j and back.</summary>
[Collection("neo4j")]
public sealed class ExactnessTests : Neo4jTests
{
    [Fact]
    public async Task Random_integers_and_floats_come_back_exactly()
    {
        var seed = TestSeed.Take();
        var random = new Random(seed);
        var rows = Enumerable.Range(1, 1_000).Select(seq => Rows.Entity(seq, $$"""{"i":{{random.NextInt64(long.MinValue, long.MaxValue)}},"d":{{Double(random):R}},"a":[{{Double(random):R}},{{Double(random):R}}]}""")).ToList();
        await ApplyAsync(rows, []);
        var held = await HeldAsync(relations: false);
        Assert.All(rows, row => Assert.True(held[row.RowKey] == Projection.HashOf(row), $"seed {seed}: {string.Join(", ", row.Fields)}"));
    }

    [Theory]
    [InlineData("9007199254740993", "INTEGER")]
    [InlineData("-9223372036854775808", "INTEGER")]
    [InlineData("1.5", "FLOAT")]
    [InlineData("1e300", "FLOAT")]
    [InlineData("1.0", "INTEGER")]
    [InlineData("1e19", "FLOAT")]
    [InlineData("9223372036854775808", "STRING")]
    [InlineData("0.1000000000000000055", "STRING")]
    public async Task Number_arrives_as_the_type_that_the_rule_says(string number, string type)
    {
        await ApplyAsync([Rows.Entity(1, $$"""{"n":{{number}}}""")], []);
        var row = (await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p}) RETURN valueType(n.n), toString(n.n)", new { p = Neo4jPlace.OwnerOf(Context) }))[0];
        Assert.Equal(type + " NOT NULL", row[0].GetString());
        Assert.Equal(double.Parse(number), double.Parse(row[1].GetString()!));
    }

    [Fact]
    public async Task Weight_without_a_fraction_stays_a_float()
    {
        await ApplyAsync([], [Rows.Relation(1, 2) with { Weight = 3 }]);
        Assert.Equal(1.5, (await Neo4jPlace.RunAsync("MATCH (:Entity {_projection: $p})-[x]->() RETURN x._weight / 2", new { p = Neo4jPlace.OwnerOf(Context) }))[0][0].GetDouble());
    }

    private static double Double(Random random)
    {
        var value = BitConverter.Int64BitsToDouble(random.NextInt64());
        return double.IsFinite(value) ? value : random.NextDouble();
    }
}
