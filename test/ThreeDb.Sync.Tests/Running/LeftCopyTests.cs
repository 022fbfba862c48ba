using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Whoever declares a projection to go elsewhere is told what stays where it was.</summary>
public sealed class LeftCopyTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Change_of_the_kind_tells_of_the_copy_that_stays()
    {
        var (name, _) = await fixture.AddAsync();
        var changed = await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(swappable: true));
        Assert.Equal(("memory", "what it made with the settings {}"), (changed.Left!.Kind, changed.Left.Where));
        Assert.Contains($"3db sync remove {name} --confirm={name}", changed.Left.Remedy, StringComparison.Ordinal);

        // It is the answer to the change: once it is built there, it is as every other.
        Assert.Null((await fixture.ReachAsync(name, ProjectionState.Live)).Left);
    }

    [Fact]
    public async Task Change_of_the_address_tells_of_the_copy_that_stays_without_its_password()
    {
        var (name, _) = await fixture.AddAsync();
        await PutAsync(name, """{"url": "redis://bob:hunter2@one"}""");
        await fixture.ReachAsync(name, ProjectionState.Live);
        var changed = await PutAsync(name, """{"url": "redis://two"}""");
        Assert.Contains("bob:***@one", changed.Left!.Where, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Json.Of(changed).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_of_rules_and_a_change_before_anything_was_built_leave_nothing()
    {
        var (name, place) = await fixture.AddAsync();
        Assert.Null((await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(new SyncRules { MaxRowsPerSecond = 1_000 }))).Left);
        place.Faults.IsDown = true;
        Assert.NotNull((await PutAsync(name, """{"at": "one"}""")).Left);
        Assert.Null((await PutAsync(name, """{"at": "two"}""")).Left);
        Assert.Null((await fixture.Db.Sync.PutAsync(fixture.Unique("new"), SyncFixture.Definition())).Left);
        place.Faults.IsDown = false;
    }

    private Task<ProjectionStatus> PutAsync(string name, string settings) =>
        fixture.Db.Sync.PutAsync(name, new ProjectionDefinition { Kind = "memory", Settings = Json.Of(settings) });
}
