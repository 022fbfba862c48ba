using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>Relations meet the nodes of their seqs, whatever the index of ids makes of the ids.</summary>
public sealed class RelationEndTests : FalkorDbTest
{
    // The index of texts takes off blanks, divides at U+0001, and finds nothing for control characters, the empty text, or much beyond what an id may be.
    private static readonly string[] s_ids = ["a", "A", " a", "a ", "a\u0001b", "a\u0001", "\u0001", "\t", "b", "a,b", "a*", "'\\", "\u00e9", "e\u0301", "\ud83d\ude00", new('x', 200), new('x', 199)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ends_with_ids_that_the_index_confuses_are_told_apart(bool isFresh)
    {
        var entities = s_ids.Select((id, i) => Rows.Entity(i + 1) with { Id = id }).ToList();
        ProjectedRelation[] relations = [.. entities.SelectMany(from => entities.Select(to => Between(from, to)))];
        await Projection.ApplyAsync(new ProjectionBatch(NextFence(), entities, []) { IsFresh = isFresh }, Token);
        await Projection.ApplyAsync(new ProjectionBatch(NextFence(), [], relations) { IsFresh = isFresh }, Token);
        await ApplyAsync([], relations);
        var held = await Projection.ReadAsync(true, new SeqRange(0, 100), Token).ToListAsync(Token);
        Assert.Equal(relations.Select(relation => new HeldRow(relation.RowKey, Projection.HashOf(relation))).ToHashSet(), held.ToHashSet());
        Assert.Equal(relations.Length, await CountAsync("()-[:KNOWS]->()"));
        Assert.Equal(entities.Count, await CountAsync("(:Entity)"));
    }

    [Fact]
    public async Task Node_of_the_same_batch_that_the_index_confuses_with_an_end_gets_no_relation()
    {
        ProjectedEntity[] there = [Rows.Entity(1) with { Id = "a" }, Rows.Entity(2) with { Id = "b" }];
        await ApplyAsync(there);
        await ApplyAsync([Rows.Entity(3) with { Id = "a\u0001b" }], Between(there[0], there[1]));
        Assert.Equal("1 | 2", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN a._seq, b._seq"));
    }

    [Fact]
    public async Task Node_that_somebody_gave_the_id_of_another_gets_the_relations_of_its_seq()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2), Rows.Entity(3)]);
        await FalkorDbServer.QueryAsync(Context, "MATCH (n:Entity {_seq: 1}) SET n._id = 'e2'");
        await FalkorDbServer.QueryAsync(Context, "MATCH (n:Entity {_seq: 3}) REMOVE n._id");
        await ApplyAsync([], Rows.Relation(1, 2), Rows.Relation(2, 3), Rows.Relation(3, 1));
        Assert.Equal("1 | 2\n2 | 3\n3 | 1", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN a._seq, b._seq ORDER BY a._seq"));
        Assert.Equal(3, await CountAsync("(:Entity)"));
    }

    [Fact]
    public async Task Node_is_found_by_its_id_where_the_index_knows_it_and_else_by_its_seq()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2) with { Id = " e2" }]);
        var graph = await GraphAsync();
        var held = await HeldNodes.ReadAsync(graph, new Dictionary<long, string?> { [1] = "e1", [2] = " e2", [3] = "e3", [4] = null }, Token);
        Assert.Equal([new(1, "e1")], held.Ids);
        Assert.Equal([1, 2], held.Labels.Keys.Order());
        Assert.Equal(await graph.FenceAsync(Token), held.Fence);
    }

    private static ProjectedRelation Between(ProjectedEntity from, ProjectedEntity to) => Rows.Relation(from.Seq, to.Seq) with { From = from.Id, To = to.Id };
}
