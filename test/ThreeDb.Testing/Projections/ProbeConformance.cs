using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Looking at an engine to which nothing is written: what was emptied, or is somebody else's, is found without a write.</summary>
public abstract class ProbeConformance : LifeConformance
{
    /// <summary>A query that the engine answers whatever it holds; asked where the projection takes queries.</summary>
    protected virtual string AnyQuery => "MATCH (n) RETURN count(n) AS n";

    [Fact]
    public async Task Probe_of_what_is_there_changes_nothing()
    {
        await Projection.ProbeAsync(NextFence(), default);
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        await Projection.ProbeAsync(NextFence(), default);
        await (await OpenAsync(Context)).ProbeAsync(NextFence(), default);
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Probe_of_a_leader_that_was_followed_is_refused()
    {
        await ApplyAsync(Rows.Entity(1));
        var older = new Fence(NextFence().Epoch, uint.MaxValue);
        var newer = await OpenAsync(Context);
        await newer.PrepareAsync(NextEpoch(), default);
        await RefusedAsync(() => Projection.ProbeAsync(older, default));
        await newer.ProbeAsync(NextFence(), default);
        await VerifyAsync(newer);
    }

    [Fact]
    public async Task Engine_that_was_emptied_is_found_by_a_probe_and_by_a_batch_and_answers_nothing()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        if (IsPartial)
        {
            // What a cache lacks is no loss.
            await (await OpenAsync(Context)).DropAsync(Fences.Newest, default);
            await Projection.ProbeAsync(NextFence(), default);
            await (await OpenAsync(Context)).ProbeAsync(NextFence(), default);
            await ApplyAsync(Rows.Entity(3));
            await VerifyAsync();
            return;
        }

        var queryable = Projection as IQueryableProjection;
        Assert.NotEmpty(queryable is null ? [""] : (await AskAsync(queryable)).Columns);
        await (await OpenAsync(Context)).DropAsync(Fences.Newest, default);
        await LostAsync(() => Projection.ProbeAsync(NextFence(), default));
        await LostAsync(async () => await (await OpenAsync(Context)).ProbeAsync(NextFence(), default));
        await (queryable is null ? Task.CompletedTask : LostAsync(() => AskAsync(queryable)));
        await LostAsync(() => Projection.ApplyAsync(Batch([Rows.Entity(1)]), default));
        Assert.True(await IsGoneAsync(Context), "What came after the loss left something.");
    }

    [Fact]
    public async Task Engine_that_was_emptied_and_prepared_again_takes_batches()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        await (await OpenAsync(Context)).DropAsync(Fences.Newest, default);
        await Projection.PrepareAsync(NextFence(), default);
        await Projection.ProbeAsync(NextFence(), default);
        var (batch, expected) = (Batch([Rows.Entity(2), Rows.Entity(3)], [Rows.Relation(2, 3)]), new ExpectedRows());
        await Projection.ApplyAsync(batch, default);
        expected.Apply(batch);
        await VerifyAsync(Projection, expected);
    }

    private Task<EngineAnswer> AskAsync(IQueryableProjection queryable) => queryable.QueryAsync(
        new EngineQuery(AnyQuery, new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(30), 10), TestContext.Current.CancellationToken);

    private static async Task LostAsync(Func<Task> call) => Assert.Equal(ErrorCodes.ProjectionLost, (await Assert.ThrowsAnyAsync<ThreeDbException>(call)).Code);
}
