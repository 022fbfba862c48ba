using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

[Collection("neo4j")]
public sealed class WritingTests : Neo4jTests
{
    [Fact]
    public async Task Requests_that_race_are_applied_in_the_order_of_their_fences_or_not_at_all()
    {
        // Ten requests at once, all from the same leader, newest fence first to last: whoever gets the lock, an older one after a newer one changes nothing.
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Neo4jPlace.CreateAsync(Context)));
        var newest = 0;
        for (var round = 0; round < 10; round++)
        {
            var fences = others.Select(_ => NextFence()).ToList();
            var outcomes = await Task.WhenAll(others.Zip(fences).Select(pair => Task.Run(() => TryAsync(pair.First, pair.Second))));
            Assert.Contains(fences[^1], outcomes.OfType<Fence>());
            newest = (int)fences[^1].Number;
            var row = (await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p}) RETURN collect(DISTINCT n.number)", new { p = Neo4jPlace.OwnerOf(Context) }))[0][0];
            Assert.Equal([newest], row.EnumerateArray().Select(number => number.GetInt32()));
        }

        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Types_have_labels_and_a_new_type_takes_the_old_label_away()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2) with { Type = "Entity" }, Rows.Entity(3) with { Type = "a.b:c-d" }], []);
        await ApplyAsync([Rows.Entity(1) with { Type = "robot" }], []);
        Assert.Equal([["Entity", "robot"], ["Entity"], ["Entity", "a.b:c-d"]], await LabelsAsync());
        Assert.Equal(1, (await HeldAsync(relations: false)).Count(row => row.Value == Projection.HashOf(Rows.Entity(1) with { Type = "robot" })));
    }

    [Fact]
    public async Task Label_of_another_type_is_a_difference_and_writing_again_mends_it()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2) with { Type = "robot" }], []);
        await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p, _seq: 1}) SET n:robot", new { p = Neo4jPlace.OwnerOf(Context) });
        Assert.NotEqual(Projection.HashOf(Rows.Entity(1)), (await HeldAsync(relations: false))[RowKey.Entity(1)]);
        await ApplyAsync([Rows.Entity(1)], []);
        Assert.Equal([["Entity", "person"], ["Entity", "robot"]], await LabelsAsync());
        await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p, _seq: 1}) REMOVE n:person", new { p = Neo4jPlace.OwnerOf(Context) });
        Assert.NotEqual(Projection.HashOf(Rows.Entity(1)), (await HeldAsync(relations: false))[RowKey.Entity(1)]);
    }

    [Fact]
    public async Task Label_that_somebody_else_gave_is_left_alone()
    {
        await ApplyAsync([Rows.Entity(1)], []);
        await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p, _seq: 1}) SET n:Favourite", new { p = Neo4jPlace.OwnerOf(Context) });
        Assert.Equal(Projection.HashOf(Rows.Entity(1)), (await HeldAsync(relations: false))[RowKey.Entity(1)]);
        await ApplyAsync([Rows.Entity(1) with { Version = 2 }], []);
        Assert.Equal([["Entity", "Favourite", "person"]], await LabelsAsync());
    }

    [Fact]
    public async Task Removed_entity_is_a_stub_without_label_while_relations_are_there_and_goes_with_the_last_one()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2), Rows.Relation(1, 3)]);
        Assert.Equal(1, await StubsAsync());
        await ApplyAsync([Rows.Gone(1)], []);
        Assert.Equal(2, await StubsAsync());
        Assert.Equal([["Entity"], ["Entity", "person"], ["Entity"]], await LabelsAsync());
        await ApplyAsync([], [Rows.Gone(new RowKey(1, 2, "KNOWS", "")), Rows.Gone(new RowKey(1, 3, "KNOWS", ""))]);
        Assert.Equal(0, await StubsAsync());
        Assert.Equal([["Entity", "person"]], await LabelsAsync());
    }

    [Fact]
    public async Task More_types_than_a_statement_names_are_written_and_changed()
    {
        var entities = Enumerable.Range(1, 60).Select(seq => Rows.Entity(seq) with { Type = $"type{seq}" }).ToList();
        var relations = entities.Select(row => Rows.Relation(row.Seq, (row.Seq % 60) + 1, $"REL{row.Seq}")).ToList();
        await ApplyAsync(entities, relations);
        var changed = entities.Select(row => row with { Type = $"type{61 - row.Seq}", Version = 2 }).Take(3).ToList();
        await ApplyAsync(changed, []);
        var held = await HeldAsync(relations: false);
        Assert.All(changed.Concat(entities.Skip(3)), row => Assert.Equal(Projection.HashOf(row), held[row.RowKey]));
        Assert.Equal(60, (await HeldAsync(relations: true)).Count);
    }

    [Fact]
    public async Task Batch_too_large_for_one_request_is_refused_as_a_batch_so_that_halves_may_pass()
    {
        var text = new string('x', 10_000_000);
        var rows = Enumerable.Range(1, 8).Select(seq => Rows.Entity(seq, $$"""{"text":"{{text}}"}""")).ToList();
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => ApplyAsync(rows, []));
        Assert.Equal(ErrorCodes.ProjectionFailed, refusal.Code);
        Assert.Contains("64 MB", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await HeldAsync(relations: false));
        await ApplyAsync(rows[..1], []);
        Assert.Single(await HeldAsync(relations: false));
    }

    [Fact]
    public async Task Node_with_many_relations_is_read_in_full()
    {
        var relations = Enumerable.Range(1, 6_000).Select(seq => Rows.Relation(1, seq, key: "k")).ToList();
        for (var round = 0; round < 4; round++)
        {
            var key = $"k{round}";
            foreach (var part in relations.Select(row => row with { RowKey = row.RowKey with { Key = key } }).Chunk(Projection.MaxBatch))
            {
                await ApplyAsync([], part);
            }
        }

        await ApplyAsync([], [Rows.Relation(2, 1), Rows.Relation(5_999, 1)]);
        Assert.Equal(24_002, (await HeldAsync(relations: true)).Count);
    }

    private static async Task<Fence?> TryAsync(IProjection projection, Fence fence)
    {
        try
        {
            var rows = Enumerable.Range(1, 20).Select(seq => Rows.Entity(seq, $$"""{"number":{{fence.Number}}}"""));
            await projection.ApplyAsync(new ProjectionBatch(fence, [.. rows], []), TestContext.Current.CancellationToken);
            return fence;
        }
        catch (ProjectionFencedException)
        {
            return null;
        }
    }

    private Task<long> StubsAsync() => Neo4jPlace.CountAsync("MATCH (n:Entity {_projection: $p}) WHERE n._stub RETURN count(n)", new { p = Neo4jPlace.OwnerOf(Context) });

    private async Task<IReadOnlyList<IReadOnlyList<string?>>> LabelsAsync() =>
    [
        .. (await Neo4jPlace.RunAsync("MATCH (n:Entity {_projection: $p}) RETURN labels(n) ORDER BY n._seq", new { p = Neo4jPlace.OwnerOf(Context) }))
            .Select(row => (IReadOnlyList<string?>)[.. row[0].EnumerateArray().Select(label => label.GetString()).Order(StringComparer.Ordinal)]),
    ];
}
