using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A projection is built from what is there, and follows what changes.</summary>
public sealed class FollowTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task New_projection_holds_what_was_there_before_it()
    {
        var (earlier, followed) = await fixture.AddAsync();
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"name": "Ada"}"""), a);
        await fixture.Db.Relations.RelateAsync(new Relate(a, "KNOWS", b));

        // Once another one has them, the frontier has passed them: they come to the new one by its building only.
        await followed.UntilAsync(now => now.Relations.Any(relation => relation.From == a), SyncFixture.Patience);
        await fixture.EqualAsync(earlier, followed);
        var (name, place) = await fixture.AddAsync();
        var held = Assert.Single(place.Entities, entity => entity.Id == a);
        Assert.Equal(("person", 1, "Ada"), (held.Type, held.Version, held.Fields[0].Value.GetString()));
        Assert.Single(place.Relations, relation => relation.From == a && relation.To == b);
        Assert.All(place.Batches, batch => Assert.True(batch.IsFresh));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Every_kind_of_change_is_followed()
    {
        var (name, place) = await fixture.AddAsync();
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"name": "Ada"}"""), a);
        await fixture.Db.Relations.RelateAsync(new Relate(a, "KNOWS", b));
        await place.UntilAsync(now => now.Relations.Any(relation => relation.To == b), SyncFixture.Patience);
        Assert.DoesNotContain(place.Entities, entity => entity.Id == b);

        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), b);
        await fixture.Db.Entities.ReplaceAsync(a, Json.Of("""{"name": "Lovelace"}"""));
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == a && entity.Version == 2) && now.Entities.Any(entity => entity.Id == b), SyncFixture.Patience);

        await fixture.Db.Relations.UnrelateAsync(new Unrelate(a, "KNOWS", b));
        await fixture.Db.Entities.DeleteAsync(a);
        await place.UntilAsync(now => now.Entities.All(entity => entity.Id != a) && now.Relations.All(relation => relation.From != a), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Tenants_have_projections_of_their_own()
    {
        var (name, place) = await fixture.AddAsync();
        var id = fixture.Unique("secret/");
        await fixture.Other.Entities.CreateAsync("person", Json.Of("{}"), id);
        await fixture.EqualAsync(name, place);
        Assert.DoesNotContain(place.Entities, entity => entity.Id == id);
        Assert.DoesNotContain(await fixture.Other.Sync.ListAsync(), status => status.Name == name);
    }

    [Fact]
    public async Task Gathered_changes_are_applied_once_and_late()
    {
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["counter"] = new() { Interval = 1 }, ["*"] = new() } };
        var (name, place) = await fixture.AddAsync(rules);
        var id = fixture.Unique("c/");
        var later = fixture.Unique("later/");
        var clock = Stopwatch.StartNew();
        await fixture.Db.Entities.CreateAsync("counter", Json.Of(new { i = 0 }), id);

        // What follows it is there, so the first image has been gathered before the others are written.
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), later);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == later), SyncFixture.Patience);
        for (var i = 1; i < 20; i++)
        {
            await fixture.Db.Entities.CreateAsync("counter", Json.Of(new { i }), id, new CreateOptions { OnConflict = ConflictPolicy.Replace });
        }

        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == id && entity.Version == 20), SyncFixture.Patience);

        // Once an interval, and the interval is a second.
        Assert.InRange(place.Batches.Count(batch => batch.Entities.Any(entity => entity.Id == id)), 1, 2 + (int)clock.Elapsed.TotalSeconds);
        await fixture.UntilAsync(name, status => status.Pending == 0);
    }

    [Fact]
    public async Task What_a_filter_leaves_out_from_now_on_is_removed_at_once_where_changes_are_gathered()
    {
        var id = fixture.Unique("m/");
        await fixture.Db.Entities.CreateAsync("meter", Json.Of("""{"n": 1}"""), id);
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["meter"] = new() { Where = Filter.Field("n", FilterOperator.Greater, 0), Interval = 3600 }, ["*"] = new() } };
        var (name, place) = await fixture.AddAsync(rules);
        Assert.Contains(place.Entities, entity => entity.Id == id);
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"n": 0}"""));
        await place.UntilAsync(now => now.Entities.All(entity => entity.Id != id), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Paused_projection_waits_and_then_catches_up()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.PausedAsync(name);
        var paused = await fixture.ReachAsync(name, ProjectionState.Paused);
        Assert.Contains("sync resume", paused.Remedy, StringComparison.Ordinal);
        var before = place.Batches.Count;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("late/"));
        var behind = await fixture.UntilAsync(name, status => status.Pending > 0);
        Assert.NotNull(behind.LagSeconds);
        Assert.Equal(before, place.Batches.Count);
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Removed_projection_leaves_nothing()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.Db.Sync.DeleteAsync(name);
        Assert.True(place.IsEmpty);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Sync.GetAsync(name));
        Assert.Equal(ErrorCodes.ProjectionNotFound, failure.Code);
    }

    [Fact]
    public async Task Write_before_a_large_one_does_not_wait_for_it()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.PausedAsync(name);
        var (small, large) = (fixture.Unique("small/"), fixture.Unique("large/"));
        var before = await fixture.Db.WriteAsync([SyncFixture.Put(small, Json.Of("{}"))]);
        await fixture.Db.WriteAsync([SyncFixture.Put(large, Json.Of(new { text = new string('x', 3_000_000) }))]);
        var gate = place.Faults.BlockBatches(batch => batch?.Entities.Any(entity => entity.Id == large) is true);
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.Db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", AtLeast = before.Position, WaitSeconds = SyncFixture.Patience.TotalSeconds });
        Assert.Contains(place.Entities, entity => entity.Id == small);
        Assert.DoesNotContain(place.Entities, entity => entity.Id == large);
        place.Faults.Unblock();
        gate.Open();
        await fixture.EqualAsync(name, place);
    }
}
