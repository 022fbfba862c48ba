using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>What two connections load together is each relation once.</summary>
public sealed class RelationPartTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData(0, "ctid")]
    [InlineData(-1, "ctid")]
    [InlineData(4_000, "ctid")]
    [InlineData(4_001, "src")]
    public void Relations_are_split_by_sources_where_the_tenant_is_one_of_many(double allEntities, string column) =>
        Assert.All(RelationParts.Of(100, 1_000, allEntities), part => Assert.StartsWith(column, part, StringComparison.Ordinal));

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(40, 1, 0)]
    [InlineData(1, 5, 1_000)]
    [InlineData(1, 300, 10_000)]
    [InlineData(1, 100_000, 1_000_000)]
    public async Task Relation_is_in_exactly_one_part(long pages, long lastSeq, double allEntities)
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await admin.RunAsync("""
            delete from threedb.relation;
            insert into threedb.relation (tenant_id, src, type, dst, version) select 1, i % 400, 'R', i, 1 from generate_series(1, 5000) i
            """);
        var found = new List<long>();
        foreach (var part in RelationParts.Of(pages, lastSeq, allEntities))
        {
            found.AddRange(await admin.ColumnAsync<long>($"select dst from threedb.relation where tenant_id = 1 and {part}"));
        }

        Assert.Equal(Enumerable.Range(1, 5000).Select(i => (long)i), found.Order());
    }
}
