using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Two databases that declare a projection of the same names into one engine.</summary>
public sealed class StrangerTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const string NewIdentity = "update threedb.setting set value = replace(gen_random_uuid()::text, '-', '') where name = 'position_key'";

    [Fact]
    public async Task Copy_that_another_database_feeds_is_left_alone_until_it_is_taken_over()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("first/"));
        await fixture.EqualAsync(name, place);
        await using var database = await TestDatabase.CreateAsync();
        await database.RunAsync(NewIdentity);
        await using var engine = await ThreeDbEngine.OpenAsync(
            new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false }, connectors: fixture.Factories);
        var second = await engine.ForAsync();
        var theirs = (await second.Entities.CreateAsync("person", Json.Of("{}"), "second")).Entity.Id;

        // 1. The second finds the copy taken: it says so, changes nothing and answers nothing.
        await second.Sync.PutAsync(name, SyncFixture.Definition());
        var broken = await UntilAsync(second, name, status => status.State == ProjectionState.Broken);
        Assert.Contains("another 3db database", broken.Reason, StringComparison.Ordinal);
        Assert.Contains($"'3db sync resume {name}'", broken.Remedy, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ThreeDbException>(() => second.Sync.QueryAsync(name, new RoutedQuery { Cypher = "MATCH (n) RETURN n" }));
        Assert.Equal(ErrorCodes.NotYet, refused.Code);
        var first = await fixture.Db.Sync.GetAsync(name);
        Assert.Equal((ProjectionState.Live, null), (first.State, first.Reason));
        await fixture.EqualAsync(name, place);

        // 2. Removed, it leaves the copy of the first.
        await second.Sync.DeleteAsync(name);
        await fixture.EqualAsync(name, place);

        // 3. Taken over by name, it begins anew, and the first is told the truth.
        var holder = fixture.Engine.Store.Identity.Database;
        await second.Sync.PutAsync(name, SyncFixture.Definition() with { Settings = Json.Of(new { takeOver = holder }) });
        await UntilAsync(second, name, status => status is { State: ProjectionState.Live, Unfinished.Count: 0 });
        Assert.Equal([theirs], place.Entities.Where(entity => entity.Type == "person").Select(entity => entity.Id));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("first/"));
        var told = await fixture.ReachAsync(name, ProjectionState.Broken);
        Assert.Contains("another 3db database", told.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("restored", told.Reason, StringComparison.Ordinal);
        await fixture.Db.Sync.DeleteAsync(name);
        Assert.Equal([theirs], place.Entities.Where(entity => entity.Type == "person").Select(entity => entity.Id));
    }

    private static Task<ProjectionStatus> UntilAsync(TenantDb db, string name, Func<ProjectionStatus, bool> expected) =>
        Until.ExpectedAsync(() => db.Sync.GetAsync(name), expected, SyncFixture.Patience);
}
