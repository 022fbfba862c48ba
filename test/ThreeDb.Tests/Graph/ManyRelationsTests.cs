using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>21,000 relations with one neighbour, and 21,000 neighbours that are related with each other: more than one answer of SQL about relations holds.</summary>
public sealed class ManyRelationsTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    [Fact]
    public async Task Neighbours_of_an_entity_with_very_many_relations_are_all_told()
    {
        var prefix = fixture.Unique("hub") + "/";
        var (hub, other, many) = (prefix + "hub", prefix + "other", Enumerable.Range(0, 21_000).ToList());
        await fixture.Db.BulkAsync(many.Select(i => (Mutation)new CreateEntity("person", Json.Of("{}")) { Id = prefix + i })
            .Concat([new CreateEntity("person", Json.Of("{}")) { Id = hub }, new CreateEntity("person", Json.Of("{}")) { Id = other }]).ToAsyncEnumerable());
        await fixture.Db.BulkAsync(many.Select(i => (Mutation)new Relate(hub, "KNOWS", other) { Key = $"k{i:D5}" })
            .Concat(many.Select(i => new Relate(prefix + i, "KNOWS", hub)))
            .Concat(many.Select(i => new Relate(prefix + i, "CITES", prefix + ((i + 1) % many.Count)))).ToAsyncEnumerable());
        Assert.True((await fixture.LoadAsync()).Equal);
        foreach (var options in (Traversal[])[new() { Limit = 10_000 }, new() { Limit = 3 }, new() { Limit = 10_000, Direction = Direction.Out }])
        {
            var memory = await fixture.Db.Graph.NeighborsAsync(hub, options with { Explain = true });
            var sql = await fixture.Db.Session.Graph.NeighborsAsync(hub, options, default);
            Assert.Equal("memory", memory.Explanation!.Source);
            Assert.Equal(Json.Of(sql).GetRawText(), Json.Of(memory with { Explanation = null }).GetRawText());
            Assert.Equal((other, 21_000), (sql.Items[0].Node.Id, sql.Items[0].Relations.Count));
            Assert.All(sql.Items.Skip(1), neighbor => Assert.Single(neighbor.Relations));
            Assert.Equal(options.Direction is null, sql.Truncated);
        }
    }
}
