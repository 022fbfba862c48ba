using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Projections that no process runs.</summary>
public sealed class NobodyRunsTests(NobodyRunsFixture fixture) : IClassFixture<NobodyRunsFixture>
{
    [Fact]
    public async Task New_projection_is_starting_until_nobody_has_taken_it_for_a_while()
    {
        var name = fixture.Unique("p");
        Assert.Equal(ProjectionState.Starting, (await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition())).State);
        await fixture.Database.RunAsync($"update threedb.projection set asked_at = asked_at - interval '1 minute' where name = '{name}'");
        var status = await fixture.Db.Sync.GetAsync(name);
        Assert.Equal((ProjectionState.Stalled, "no server process runs it"), (status.State, status.Reason));

        Assert.Equal(ProjectionState.Starting, (await fixture.Db.Sync.ResumeAsync(name)).State);
    }

    [Fact]
    public async Task Server_that_has_just_come_is_going_to_run_it()
    {
        var name = fixture.Unique("p");
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        await fixture.Database.RunAsync($"update threedb.projection set asked_at = asked_at - interval '1 minute' where name = '{name}'");
        Assert.Equal(ProjectionState.Stalled, (await fixture.Db.Sync.GetAsync(name)).State);

        await using var server = await fixture.OpenAsync(options => options.RunProjections = true, fixture.Factories);
        var db = await server.ForAsync();
        var states = new List<ProjectionState>();
        await Until.TrueAsync(async () =>
        {
            states.Add((await db.Sync.GetAsync(name)).State);
            return states[^1] == ProjectionState.Live;
        }, SyncFixture.Patience);
        Assert.DoesNotContain(ProjectionState.Stalled, states);
    }
}

/// <summary>An engine that declares projections and runs none.</summary>
public sealed class NobodyRunsFixture : SyncFixture
{
    protected override bool RunsProjections => false;
}
