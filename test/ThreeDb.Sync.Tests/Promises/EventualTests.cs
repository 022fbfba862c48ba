using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Changes of a type that is declared eventual are gathered in a projection whose rules do not say otherwise.</summary>
public sealed class EventualTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Change_of_an_eventual_type_is_gathered_while_later_ones_of_others_are_applied()
    {
        var chat = await DeclareAsync();
        var (name, place) = await fixture.AddAsync();
        await using var other = await fixture.OpenAsync(options => options.RunProjections = false, fixture.Factories);
        var elsewhere = await other.ForAsync("default", "tester");
        var clock = Stopwatch.StartNew();
        var gathered = await fixture.Db.Entities.CreateAsync(chat, Json.Of("{}"), fixture.Unique("gathered/"));
        await PassedAsync(place);
        NotBeforeItsTime(clock, Holds(place, gathered.Entity.Id));
        var status = await fixture.UntilAsync(name, now => now.Gathered.Count > 0);
        Assert.Contains(new GatheredType(chat, 15, "eventual"), status.Gathered);

        // Whoever demands it is not answered with less, here and where no leader is.
        foreach (var db in new IThreeDb[] { fixture.Db, elsewhere })
        {
            IReadOnlyList<string> answer = [];
            var failure = await Record.ExceptionAsync(async () => answer = await AskAsync(db, name, gathered.Position, wait: 0.2));
            NotBeforeItsTime(clock, failure is null);
            if (failure is null)
            {
                Assert.Contains(gathered.Entity.Id, answer);
                continue;
            }

            Assert.Equal(ErrorCodes.NotYet, Assert.IsType<ThreeDbException>(failure).Code);
            Assert.Contains("(15 s, eventual)", failure.Message, StringComparison.Ordinal);
        }

        Assert.Contains(gathered.Entity.Id, await AskAsync(fixture.Db, name, gathered.Position, wait: 60));
        Assert.Single(place.Batches, batch => batch.Entities.Any(entity => entity.Id == gathered.Entity.Id));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Type_that_is_declared_otherwise_brings_what_is_gathered_at_once_and_without_a_rebuild()
    {
        var (chat, log) = (await DeclareAsync(), await DeclareAsync());
        var (name, place) = await fixture.AddAsync();
        var clock = Stopwatch.StartNew();
        var earlier = await fixture.Db.Entities.CreateAsync(log, Json.Of("{}"), fixture.Unique("earlier/"));
        var gathered = await fixture.Db.Entities.CreateAsync(chat, Json.Of("{}"), fixture.Unique("gathered/"));
        await PassedAsync(place);
        NotBeforeItsTime(clock, Holds(place, gathered.Entity.Id));
        await fixture.Db.Types.PutAsync(chat, new EntityTypeDefinition { Consistency = Consistency.Session });
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == gathered.Entity.Id), SyncFixture.Patience);
        NotBeforeItsTime(clock, Holds(place, earlier.Entity.Id));

        // And back: no rebuild, the same leader.
        var epoch = (await fixture.Db.Sync.GetAsync(name)).Epoch;
        await fixture.Db.Types.PutAsync(chat, new EntityTypeDefinition { Consistency = Consistency.Eventual });
        await fixture.UntilAsync(name, now => now.Gathered.Any(type => type.Type == chat));
        Assert.Equal(epoch, (await fixture.Db.Sync.GetAsync(name)).Epoch);
        Assert.Single(await fixture.Db.Sync.ReportsAsync(name));
    }

    [Fact]
    public async Task Rule_that_says_zero_is_stronger_than_the_declaration()
    {
        var (chat, log) = (await DeclareAsync(), await DeclareAsync());
        var (_, place) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { [chat] = new() { Interval = 0 }, ["*"] = new() } });
        var clock = Stopwatch.StartNew();
        var gathered = await fixture.Db.Entities.CreateAsync(log, Json.Of("{}"), fixture.Unique("gathered/"));
        var id = fixture.Unique("now/");
        await fixture.Db.Entities.CreateAsync(chat, Json.Of("{}"), id);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == id), SyncFixture.Patience);
        NotBeforeItsTime(clock, Holds(place, gathered.Entity.Id));
    }

    [Fact]
    public async Task Removal_of_what_is_gathered_is_not_gathered()
    {
        var chat = await DeclareAsync();
        var (removed, kept) = (fixture.Unique("removed/"), fixture.Unique("kept/"));
        await fixture.Db.WriteAsync([Put(chat, removed, 1), Put(chat, kept, 1)]);
        var clock = Stopwatch.StartNew();
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.WriteAsync([Put(chat, kept, 2), Put(chat, removed, 2)]);
        await PassedAsync(place);
        await fixture.Db.Entities.DeleteAsync(removed);
        await place.UntilAsync(now => now.Entities.All(entity => entity.Id != removed), SyncFixture.Patience);
        NotBeforeItsTime(clock, place.Entities.Single(entity => entity.Id == kept).Version > 1);
        await place.UntilAsync(now => now.Entities.Single(entity => entity.Id == kept).Version == 2, SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Relation_is_gathered_with_the_type_that_it_leads_from()
    {
        var chat = await DeclareAsync();
        var (slow, quick) = (fixture.Unique("slow/"), fixture.Unique("quick/"));
        await fixture.Db.WriteAsync([Put(chat, slow, 1), Put("person", quick, 1)]);
        var clock = Stopwatch.StartNew();
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.WriteAsync([new Relate(slow, "KNOWS", quick), new Relate(quick, "KNOWS", slow)]);
        await PassedAsync(place);
        var held = place.Relations.Select(relation => relation.From).ToList();
        Assert.Contains(quick, held);
        NotBeforeItsTime(clock, held.Contains(slow));
        await place.UntilAsync(now => now.Relations.Any(relation => relation.From == slow), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Beside_an_immediate_type_nothing_is_gathered_and_questions_are_answered()
    {
        var (chat, order) = (await DeclareAsync(), await DeclareAsync(Consistency.Immediate));
        var (name, _) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { [chat] = new(), [order] = new() } });
        var write = await fixture.Db.Entities.CreateAsync(chat, Json.Of("{}"), fixture.Unique("now/"));
        Assert.Contains(write.Entity.Id, await AskAsync(fixture.Db, name, position: null, wait: 30));
        Assert.Empty((await fixture.Db.Sync.GetAsync(name)).Gathered);
        await fixture.Db.Types.DeleteAsync(order);
    }

    private static bool Holds(MemoryPlace place, string id) => place.Entities.Any(entity => entity.Id == id);

    // What is gathered waits for its time; where everything is slow, that may have passed by the time this test looks. The clock was started before it was written.
    private static void NotBeforeItsTime(Stopwatch clock, bool isThere) =>
        Assert.True(!isThere || clock.Elapsed.TotalSeconds >= TypeRule.EventualInterval, $"It is there after {clock.Elapsed}.");

    private static Mutation Put(string type, string id, int n) => new CreateEntity(type, Json.Of(new { n })) { Id = id, OnConflict = ConflictPolicy.Replace };

    private async Task<string> DeclareAsync(Consistency consistency = Consistency.Eventual)
    {
        var type = fixture.Unique("type");
        await fixture.Db.Types.PutAsync(type, new EntityTypeDefinition { Consistency = consistency });
        return type;
    }

    // What comes after it is there, so everything before has been read.
    private async Task PassedAsync(MemoryPlace place)
    {
        var later = fixture.Unique("later/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), later);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == later), SyncFixture.Patience);
    }

    private static async Task<IReadOnlyList<string>> AskAsync(IThreeDb db, string name, Position? position, double wait)
    {
        var answer = await db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, AtLeast = position, WaitSeconds = wait });
        return [.. answer.Rows.Select(row => row[0].GetString()!)];
    }
}
