using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>What fills a new graph looks for nothing that it knows, and makes the same of it as if it looked.</summary>
public sealed class FreshBatchTests : FalkorDbTest
{
    [Fact]
    public async Task Ends_that_were_written_before_are_not_asked_for()
    {
        var client = new CountingClient(await ClientAsync());
        var names = GraphNames.Of(Context);
        await using var copy = new FalkorDbCopy(client, names, names.Current, TimeProvider.System);
        await copy.ApplyAsync(Fresh(Rows.Entity(1)), Token);
        var before = client.Reads;
        await copy.ApplyAsync(Fresh(Rows.Entity(2), Rows.Entity(3)), Token);
        await copy.ApplyAsync(Fresh(Rows.Relation(1, 2), Rows.Relation(2, 3)), Token);
        Assert.Equal(before, client.Reads);

        // By id and, as it is not there, by seq; then it is known.
        await copy.ApplyAsync(Fresh(Rows.Relation(1, 9)), Token);
        Assert.Equal(before + 2, client.Reads);
        await copy.ApplyAsync(Fresh(Rows.Relation(2, 9)), Token);
        Assert.Equal(before + 2, client.Reads);
        Assert.Equal("1 | 2\n1 | 9\n2 | 3\n2 | 9", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN a._seq, b._seq ORDER BY a._seq, b._seq"));
        Assert.Equal("9", await AskAsync("MATCH (n {_stub: true}) RETURN n._seq"));
    }

    [Fact]
    public async Task End_that_somebody_removed_by_hand_is_noticed_and_what_comes_again_is_whole()
    {
        await FreshAsync(Rows.Entity(1), Rows.Entity(2), Rows.Entity(3));
        await FalkorDbServer.QueryAsync(Context, "MATCH (n:Entity {_seq: 2}) DELETE n");
        ProjectedRelation[] relations = [Rows.Relation(1, 2), Rows.Relation(1, 3), Rows.Relation(2, 3)];
        var changed = await Assert.ThrowsAsync<ThreeDbException>(() => FreshAsync(relations));
        Assert.True(changed.IsTransient);
        Assert.StartsWith("Somebody took away or changed nodes of the graph", changed.Message, StringComparison.Ordinal);
        await ApplyAsync([], relations);
        Assert.Equal("1 | 2\n1 | 3\n2 | 3", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN a._seq, b._seq ORDER BY a._seq, b._seq"));
        Assert.Equal("2", await AskAsync("MATCH (n {_stub: true}) RETURN n._seq"));
        await FreshAsync(Rows.Relation(3, 1), Rows.Relation(3, 2));
        Assert.Equal(5, await CountAsync("()-[:KNOWS]->()"));
        Assert.Equal(3, await CountAsync("(:Entity)"));
    }

    [Fact]
    public async Task Node_that_somebody_doubled_is_noticed_as_a_graph_that_is_to_be_built_anew()
    {
        await FreshAsync(Rows.Entity(1), Rows.Entity(2));
        await FalkorDbServer.SendAsync("GRAPH.CONSTRAINT", "DROP", GraphNames.Of(Context).Current, "UNIQUE", "NODE", "Entity", "PROPERTIES", "1", "_seq");
        await FalkorDbServer.QueryAsync(Context, "CREATE (:Entity {_seq: 2, _id: 'e2'})");
        var lost = await Assert.ThrowsAsync<ProjectionLostException>(() => FreshAsync(Rows.Relation(1, 2)));
        Assert.Contains("holds a node twice", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_that_only_a_late_write_made_takes_no_place()
    {
        await FreshAsync(Rows.Entity(1));
        await using var copy = (await Projection.BeginCopyAsync(NextFence(), goOn: false, Token))!;
        await FalkorDbServer.SendAsync("DEL", GraphNames.Of(Context).Next);
        await FalkorDbServer.SendAsync("GRAPH.QUERY", GraphNames.Of(Context).Next, "MATCH (n) RETURN n");
        var missing = await Assert.ThrowsAsync<ThreeDbException>(() => Projection.SwapAsync(NextFence(), Token));
        Assert.Equal(ErrorCodes.ProjectionFailed, missing.Code);
        Assert.Equal("\"e1\"", await AskAsync("MATCH (n:Entity) RETURN n._id"));
    }

    [Fact]
    public async Task End_that_the_feed_removed_meanwhile_becomes_a_stub()
    {
        await FreshAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync([Rows.Gone(2)]);
        await FreshAsync(Rows.Relation(1, 2));
        await ApplyAsync([], Rows.Gone(Rows.Relation(1, 2).RowKey));
        Assert.Equal(1, await CountAsync("(:Entity)"));
        await FreshAsync(Rows.Relation(1, 2));
        Assert.Equal("1 | 2 | true", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN a._seq, b._seq, b._stub"));
    }

    [Fact]
    public async Task Entity_under_a_stub_that_the_feed_made_takes_its_place()
    {
        await FreshAsync(Rows.Entity(3));
        await ApplyAsync([], Rows.Relation(1, 2));
        await FreshAsync(Rows.Entity(1), Rows.Entity(2), Rows.Entity(4));
        Assert.Equal(4, await CountAsync("(:Entity:person)"));
        Assert.Equal("1 | 2", await AskAsync("MATCH (a)-[:KNOWS]->(b) WHERE a._stub IS NULL AND b._stub IS NULL RETURN a._seq, b._seq"));
    }

    [Fact]
    public async Task Loss_is_noticed_without_looking_first()
    {
        await FreshAsync(Rows.Entity(1), Rows.Entity(2));
        await FalkorDbServer.SendAsync("DEL", GraphNames.Of(Context).Current);
        await Assert.ThrowsAsync<ProjectionLostException>(() => FreshAsync(Rows.Relation(1, 2)));
        await Projection.PrepareAsync(NextFence(), Token);
        await FreshAsync(Rows.Relation(1, 2));
        Assert.Equal(2, await CountAsync("(:Entity {_stub: true})"));
    }

    [Fact]
    public async Task Older_leader_and_older_fence_write_nothing()
    {
        await FreshAsync(Rows.Entity(1), Rows.Entity(2));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => Projection.ApplyAsync(Fresh(Rows.Relation(1, 2)) with { Fence = new Fence(1, 1) }, Token));
        await using var other = await FalkorDbServer.CreateAsync(Context);
        await other.PrepareAsync(new Fence(2, 1), Token);
        await Assert.ThrowsAsync<ProjectionFencedException>(() => FreshAsync(Rows.Relation(1, 2)));
        Assert.Equal(0, await CountAsync("()-[:KNOWS]->()"));
    }

    [Fact]
    public async Task Graph_of_another_database_with_the_very_same_fence_is_not_written()
    {
        var context = Context with { Database = "mine" };
        await using var projection = await FalkorDbServer.CreateAsync(context);
        await projection.PrepareAsync(NextFence(), Token);
        await projection.ApplyAsync(Fresh(Rows.Entity(1), Rows.Entity(2)), Token);
        await FalkorDbServer.QueryAsync(context, $"MATCH (f:`{FalkorDbGraph.FenceLabel}`) SET f.database = 'theirs'");
        await Assert.ThrowsAsync<ProjectionTakenException>(() => projection.ApplyAsync(Fresh(Rows.Relation(1, 2)), Token));
        Assert.Equal(0, await CountAsync("()-[:KNOWS]->()"));
        await FalkorDbServer.QueryAsync(context, $"MATCH (f:`{FalkorDbGraph.FenceLabel}`) SET f.database = 'mine'");
    }

    private Task FreshAsync(params ProjectedEntity[] entities) => Projection.ApplyAsync(Fresh(entities), Token);

    private Task FreshAsync(params ProjectedRelation[] relations) => Projection.ApplyAsync(Fresh(relations), Token);

    private ProjectionBatch Fresh(params ProjectedEntity[] entities) => new(NextFence(), entities, []) { IsFresh = true };

    private ProjectionBatch Fresh(params ProjectedRelation[] relations) => new(NextFence(), [], relations) { IsFresh = true };

    private sealed class CountingClient(IRespClient client) : IRespClient
    {
        public int Reads { get; private set; }

        public Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, TimeSpan? timeout, CancellationToken cancellationToken)
        {
            Reads += command == "GRAPH.RO_QUERY" ? 1 : 0;
            return client.SendAsync(command, arguments, timeout, cancellationToken);
        }

        public ValueTask DisposeAsync() => default;
    }
}
