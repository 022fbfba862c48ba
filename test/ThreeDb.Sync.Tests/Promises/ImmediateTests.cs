using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A query to an engine that carries a type whose reads are immediate sees everything that was committed before it began.</summary>
public sealed class ImmediateTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Write_that_is_not_applied_is_not_yet_where_a_type_is_immediate()
    {
        await DeclareAsync();
        var (name, place) = await fixture.AddAsync();
        var gate = place.Faults.BlockBatches(batch => batch is not null);
        var write = await fixture.Db.Entities.CreateAsync("now", Json.Of("{}"), fixture.Unique("now/"));
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        Assert.Equal(ErrorCodes.NotYet, (await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(name, wait: 0.2))).Code);
        place.Faults.Unblock();
        gate.Open();
        Assert.Contains(write.Entity.Id, await AskAsync(name, wait: 30));
    }

    [Fact]
    public async Task Every_write_is_in_the_next_answer_where_a_type_is_immediate()
    {
        await DeclareAsync();
        var (name, _) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { ["now"] = new(), ["person"] = new() } });
        await using var other = await fixture.OpenAsync(options => options.RunProjections = false, fixture.Factories);
        var db = await other.ForAsync("default", "tester");
        for (var i = 0; i < 10; i++)
        {
            var write = await db.Entities.CreateAsync(i % 2 == 0 ? "now" : "person", Json.Of("{}"), fixture.Unique("next/"));
            Assert.Contains(write.Entity.Id, await AskAsync(name, wait: 30, db));
        }
    }

    [Fact]
    public async Task Write_that_is_not_applied_is_not_waited_for_where_no_type_is_immediate()
    {
        await DeclareAsync();
        var (name, place) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new(), ["now"] = new() { Include = false } } });
        var gate = place.Faults.BlockBatches(batch => batch is not null);
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("later/"));
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        Assert.DoesNotContain(write.Entity.Id, await AskAsync(name, wait: 0));
        place.Faults.Unblock();
        gate.Open();
    }

    private Task<EntityType> DeclareAsync() => fixture.Db.Types.PutAsync("now", new EntityTypeDefinition { Consistency = Consistency.Immediate });

    private async Task<IReadOnlyList<string>> AskAsync(string name, double wait, IThreeDb? through = null)
    {
        var answer = await (through ?? fixture.Db).Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, WaitSeconds = wait });
        return [.. answer.Rows.Select(row => row[0].GetString()!)];
    }
}
