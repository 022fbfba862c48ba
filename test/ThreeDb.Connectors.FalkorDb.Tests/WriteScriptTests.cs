using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>A batch is one transaction that begins with the fence.</summary>
public sealed class WriteScriptTests : FalkorDbTest
{
    [Fact]
    public async Task Script_that_saw_another_fence_writes_nothing()
    {
        await ApplyAsync([Rows.Entity(1)]);
        var seen = NextFence();
        var script = new WriteScript(await GraphAsync(), seen.ToInt64(), NextFence());
        await script.AddAsync("CREATE (n:Entity {_seq: r})", [2L, 3L], (text, seq) => text.Number(seq), Token);
        await script.AddAsync("MATCH (n:Entity {_seq: r}) DELETE n", [1L], (text, seq) => text.Number(seq), Token);
        await script.EndAsync(Token);
        Assert.False(script.Holds);
        Assert.Equal("\"e1\"", await AskAsync("MATCH (n:Entity) RETURN n._id"));
    }

    [Fact]
    public async Task Script_that_fails_takes_everything_back_with_the_fence()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], Rows.Relation(1, 2));
        var graph = await GraphAsync();
        var before = await graph.FenceAsync(Token);
        var script = new WriteScript(graph, before!.Value, NextFence());
        await script.AddAsync("MATCH (n:Entity {_seq: r}) SET n = {_seq: r, changed: true} REMOVE n:person", [1L, 2L], (text, seq) => text.Number(seq), Token);
        await script.AddAsync("MATCH (:Entity {_seq: r})-[e]->() DELETE e", [1L], (text, seq) => text.Number(seq), Token);
        await script.AddAsync("CREATE (n:Entity {_seq: r})", [3L, 2L], (text, seq) => text.Number(seq), Token);
        await Assert.ThrowsAsync<RespErrorException>(() => script.EndAsync(Token));
        Assert.Equal(before, await graph.FenceAsync(Token));
        Assert.Equal("1 | \"Ada\" | [\"Entity\",\"person\"]\n2 | \"Ada\" | [\"Entity\",\"person\"]", await AskAsync("MATCH (n:Entity) RETURN n._seq, n.name, labels(n) ORDER BY n._seq"));
        Assert.Equal(1, await CountAsync("(:Entity)-[:KNOWS]->(:Entity)"));
    }

    [Fact]
    public async Task Batch_beyond_the_size_of_a_query_goes_in_several()
    {
        var text = new string('x', 1_500_000);
        await ApplyAsync([.. Enumerable.Range(1, 20).Select(seq => Rows.Entity(seq, $$"""{"text":"{{text}}"}"""))], Rows.Relation(1, 20));
        Assert.Equal("20 | 30000000", await AskAsync("MATCH (n:Entity) RETURN count(n), sum(size(n.text))"));
        Assert.Equal(20, await Projection.ReadAsync(false, new SeqRange(0, 100), Token).CountAsync(Token));
    }

    [Fact]
    public async Task Entity_that_somebody_else_put_in_is_overwritten_not_doubled()
    {
        await FalkorDbServer.QueryAsync(Context, "CREATE (:Entity:robot {_seq: 1, x: 1})");
        await ApplyAsync([Rows.Entity(1)]);
        Assert.Equal("[\"Entity\",\"person\"] | null", await AskAsync("MATCH (n:Entity {_seq: 1}) RETURN labels(n), n.x"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(9_000_000)]
    public async Task Batch_that_the_engine_refuses_fails_as_refused_and_not_as_late(int length)
    {
        // The keys of a batch are distinct; here they are not, so that the constraint strikes, in the second part of the batch when the first is large.
        ProjectedEntity[] twice = [Rows.Entity(1, $$"""{"text":"{{new string('x', length)}}"}"""), Rows.Entity(1) with { Type = "robot" }];
        var refused = await Assert.ThrowsAsync<RespErrorException>(() => ApplyAsync(twice));
        Assert.Equal(ErrorCodes.ProjectionFailed, refused.Code);
        await ApplyAsync(twice[..1]);
        Assert.Equal(1, await CountAsync("(:Entity)"));
    }

    [Fact]
    public async Task Server_that_is_not_FalkorDB_is_told_from_one_that_is()
    {
        var valkey = await EngineServer.SharedAsync(ValkeyEngine.Instance);
        await using var projection = FalkorDbServer.Create(Context, valkey.Url);
        var error = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), Token));
        Assert.Equal("This server is not FalkorDB: it does not know 'GRAPH.QUERY'.", error.Message);
        await projection.DropAsync(Fences.Newest, Token);
    }

    [Fact]
    public async Task Leader_that_was_stopped_and_wakes_neither_writes_nor_swaps()
    {
        await ApplyAsync([Rows.Entity(1)]);
        await using var stopped = (await Projection.BeginCopyAsync(NextFence(), goOn: false, Token))!;
        await stopped.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(9)], []), Token);
        await using var other = await FalkorDbServer.CreateAsync(Context);
        await other.PrepareAsync(new Fence(2, 1), Token);
        await Assert.ThrowsAsync<ProjectionFencedException>(() => Projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Gone(1)], [Rows.Gone(new RowKey(1, 2, "X", ""))]), Token));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => Projection.SwapAsync(NextFence(), Token));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => Projection.BeginCopyAsync(NextFence(), goOn: false, Token));
        Assert.Equal("\"e1\"", await AskAsync("MATCH (n:Entity) RETURN n._id"));
    }

    [Fact]
    public async Task Swap_that_is_repeated_takes_no_graph_that_a_late_query_made()
    {
        await ApplyAsync([Rows.Entity(1)]);
        await using (var copy = (await Projection.BeginCopyAsync(NextFence(), goOn: false, Token))!)
        {
            await copy.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(7)], []), Token);
        }

        await Projection.SwapAsync(NextFence(), Token);

        // A query into a graph that is not there makes it.
        await using var client = new RespClient(new RespOptions { Endpoint = RespEndpoint.Parse((await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url) });
        await client.SendAsync("GRAPH.QUERY", [GraphNames.Of(Context).Next, "CREATE (:Late)"], Token);
        await Projection.SwapAsync(NextFence(), Token);
        Assert.Equal("\"e7\"", await AskAsync("MATCH (n:Entity) RETURN n._id"));
        Assert.Equal(0, (await client.SendAsync("EXISTS", [GraphNames.Of(Context).Next], Token)).AsInt64());
    }
}
