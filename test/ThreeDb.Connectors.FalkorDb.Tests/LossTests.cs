using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>An engine that was emptied or came back with an older state is noticed.</summary>
public sealed class LossTests : FalkorDbTest
{
    [Fact]
    public async Task Graph_that_was_emptied_is_noticed()
    {
        await ApplyAsync([Rows.Entity(1)]);
        await FalkorDbServer.SendAsync("DEL", GraphNames.Of(Context).Current);
        await Assert.ThrowsAsync<ProjectionLostException>(() => ApplyAsync([Rows.Entity(2)]));
        await Projection.PrepareAsync(NextFence(), Token);
        await ApplyAsync([Rows.Entity(2)]);
        Assert.Equal("\"e2\"", await AskAsync("MATCH (n:Entity) RETURN n._id"));
    }

    [Fact]
    public async Task Older_state_is_noticed()
    {
        var names = GraphNames.Of(Context);
        await ApplyAsync([Rows.Entity(1)]);
        await FalkorDbServer.SendAsync("GRAPH.COPY", names.Current, names.Current + "/backup");
        await ApplyAsync([Rows.Entity(2)]);
        await FalkorDbServer.SendAsync("RENAME", names.Current + "/backup", names.Current);
        var lost = await Assert.ThrowsAsync<ProjectionLostException>(() => ApplyAsync([Rows.Entity(3)]));
        Assert.True(lost.IsTransient);
        await ApplyAsync([Rows.Entity(3)]);
        Assert.Equal("\"e1\"\n\"e3\"", await AskAsync("MATCH (n:Entity) RETURN n._id ORDER BY n._seq"));
    }

    // It reads commands without indexes at its start, and a snapshot at once: with the limit of 64 MB that it has by itself, some thousand relations took a minute.
    [Fact]
    public async Task Server_that_3db_starts_keeps_its_log_as_a_snapshot_from_a_megabyte_on()
    {
        var limit = await FalkorDbServer.SendAsync("CONFIG", "GET", "auto-aof-rewrite-min-size");
        Assert.Equal("1048576", limit.AsItems().ToArray()[1].AsText());
    }

    [Fact]
    public async Task Server_that_is_killed_comes_back_with_what_it_synced_or_the_loss_is_noticed()
    {
        await using var server = await EngineServer.OwnAsync(FalkorDbEngine.Instance, Token);
        await using var projection = FalkorDbServer.Create(Context, server.Url);
        await projection.PrepareAsync(new Fence(1, 1), Token);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]), Token);
        server.Kill();
        await Assert.ThrowsAnyAsync<ThreeDbException>(() => projection.ApplyAsync(new ProjectionBatch(new Fence(1, 3), [Rows.Entity(3)], []), Token));
        await server.RestartAsync(Token);
        try
        {
            await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 4), [Rows.Entity(3)], []), Token);
            Assert.Equal(3, await projection.ReadAsync(false, new SeqRange(0, 10), Token).CountAsync(Token));
            Assert.Equal(1, await projection.ReadAsync(true, new SeqRange(0, 10), Token).CountAsync(Token));
        }
        catch (ProjectionLostException)
        {
            await projection.PrepareAsync(new Fence(1, 5), Token);
            Assert.Equal(0, await projection.ReadAsync(false, new SeqRange(0, 10), Token).CountAsync(Token));
        }
    }
}
