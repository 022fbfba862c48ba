using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Copies of several databases that have the same names in one engine: none is taken over in silence, none is answered for another.</summary>
public abstract class DatabaseConformance : ProbeConformance
{
    [Fact]
    public async Task Copy_that_another_database_feeds_is_neither_written_nor_dropped()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        var stranger = await OpenAsync(Context with { Database = "second" });
        var (fence, batch) = (new Fence(9, 1), new ProjectionBatch(new Fence(9, 2), [Rows.Entity(1, """{"other":1}"""), Rows.Entity(3)], []));
        if (SeparatesDatabases)
        {
            await stranger.PrepareAsync(fence, default);
            var expected = new ExpectedRows();
            await VerifyAsync(stranger, expected);
            await stranger.ApplyAsync(batch, default);
            expected.Apply(batch);
            await VerifyAsync(stranger, expected);
        }
        else
        {
            var taken = await TakenAsync(() => stranger.PrepareAsync(fence, default));
            Assert.Equal("first", taken.FedBy);
            Assert.Contains("first", taken.Message, StringComparison.Ordinal);
            Assert.Contains($"{Context.Tenant}/{Context.Name}", taken.Message, StringComparison.Ordinal);
            Assert.Contains("\"takeOver\": \"first\"", taken.Hint, StringComparison.Ordinal);
            await TakenAsync(() => stranger.ApplyAsync(batch, default));
        }

        await stranger.DropAsync(Fences.Newest, default);
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Copy_is_known_again_by_the_database_that_feeds_it()
    {
        await ApplyAsync(Rows.Entity(1));
        var again = await OpenAsync(Context with { TakesOver = "another" });
        await again.PrepareAsync(NextEpoch(), default);
        await VerifyAsync(again);
    }

    [Fact]
    public async Task Copy_of_which_nothing_is_known_belongs_to_the_first_database_that_comes()
    {
        var unknown = Context with { Name = "older", Database = null };
        var expected = new ExpectedRows();
        var older = await OpenAsync(unknown);
        await older.PrepareAsync(new Fence(1, 1), default);
        var batch = new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1)], []);
        await older.ApplyAsync(batch, default);
        var first = await OpenAsync(unknown with { Database = "first" });
        await first.PrepareAsync(new Fence(2, 1), default);
        if (!SeparatesDatabases)
        {
            expected.Apply(batch);
            var second = await OpenAsync(unknown with { Database = "second" });
            await TakenAsync(() => second.PrepareAsync(new Fence(3, 1), default));
        }

        await VerifyAsync(first, expected);
    }

    [Fact]
    public async Task Copy_that_is_taken_over_begins_empty_and_the_database_before_is_told()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        var next = NextFence();
        var taking = await OpenAsync(Context with { Database = "second", TakesOver = "first" });
        await taking.PrepareAsync(new Fence(1, 1), default);
        var expected = new ExpectedRows();
        await VerifyAsync(taking, expected);
        var batch = new ProjectionBatch(new Fence(1, 2), [Rows.Entity(2, """{"second":1}""")], []);
        await taking.ApplyAsync(batch, default);
        expected.Apply(batch);
        if (!SeparatesDatabases)
        {
            await TakenAsync(() => Projection.ProbeAsync(next, default));
            var taken = await TakenAsync(() => Projection.ApplyAsync(new ProjectionBatch(next, [Rows.Entity(1)], []), default));
            Assert.Equal("second", taken.FedBy);
            await TakenAsync(() => Projection.PrepareAsync(NextEpoch(), default));
            await Projection.DropAsync(Fences.Newest, default);
        }

        await VerifyAsync(taking, expected);
        await taking.DropAsync(Fences.Newest, default);
        Assert.True(await IsGoneAsync(Context with { Database = "second" }), "Something is left after the drop.");
    }

    private static async Task<ProjectionTakenException> TakenAsync(Func<Task> work)
    {
        var taken = await Assert.ThrowsAsync<ProjectionTakenException>(work);
        Assert.Equal((ErrorCodes.ProjectionTaken, false), (taken.Code, taken.IsTransient));
        return taken;
    }
}
