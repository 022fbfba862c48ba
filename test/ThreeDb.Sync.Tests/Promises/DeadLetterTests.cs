using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Values that an engine cannot hold: only their keys wait, and what is tried again is the row of that moment.</summary>
public sealed class DeadLetterTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Dead_letter_is_tried_again_with_the_row_of_that_moment()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.RejectFields = fields => fields.Any(field => field.Key == "poison");
        var id = fixture.Unique("poison/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"poison":1}"""), id);
        var first = await LetterAsync(name, _ => true);
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"poison":2}"""));
        await LetterAsync(name, letter => letter.LastAt > first.LastAt);
        place.Faults.RejectFields = null;
        await fixture.Db.Sync.RetryAsync(name);
        await fixture.UntilAsync(name, status => status.Parked == 0);
        await fixture.EqualAsync(name, place);
        Assert.Equal(2, place.Entities.Single(entity => entity.Id == id).Version);
    }

    [Fact]
    public async Task Dead_letter_of_a_row_that_is_gone_goes_with_the_next_comparison()
    {
        var (name, place) = await fixture.AddAsync();

        // As when the row is removed while an emptied engine is built anew: no change of it comes any more, and nothing differs.
        await fixture.Database.RunAsync(
            $"insert into threedb.dead_letter (tenant_id, projection, seq, reason, attempts) select tenant_id, name, 4000000, 'gone', 1 from threedb.projection where name = '{name}'");
        await fixture.UntilAsync(name, status => status.Parked == 1);
        await fixture.EqualAsync(name, place);
        Assert.Equal(0, (await fixture.Db.Sync.GetAsync(name)).Parked);
    }

    [Fact]
    public async Task Poisonous_values_that_the_source_takes_reach_the_engine_as_they_are()
    {
        var (name, place) = await fixture.AddAsync();
        var refused = new List<string>();
        foreach (var poison in PoisonousValue.All)
        {
            try
            {
                await fixture.Db.Entities.CreateAsync("person", Json.Of(poison.Json), fixture.Unique("value/"));
            }
            catch (ThreeDbException e)
            {
                refused.Add($"{poison.Name}: {e.Message}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
        await fixture.EqualAsync(name, place);
    }

    private Task<DeadLetter> LetterAsync(string name, Func<DeadLetter, bool> expected) =>
        Until.FoundAsync(async () => (await fixture.Db.Sync.DeadLettersAsync(name)).FirstOrDefault(expected), SyncFixture.Patience);
}
