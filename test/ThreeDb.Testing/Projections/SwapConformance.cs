using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Blue and green, for projections that can hold two copies.</summary>
public abstract class SwapConformance : DatabaseConformance
{
    [Fact]
    public async Task Copy_is_built_beside_the_one_that_answers_and_takes_its_place_at_once()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        if (Projection is ISwappableProjection swappable)
        {
            await using var copy = await BeginAsync(swappable, goOn: false);
            var rebuilt = new ExpectedRows();
            await VerifyAsync(copy, rebuilt);
            var batch = Batch([Rows.Entity(2, """{"rebuilt":1}"""), Rows.Entity(3)], [Rows.Relation(3, 2)]);
            await copy.ApplyAsync(batch, default);
            rebuilt.Apply(batch);
            await VerifyAsync(copy, rebuilt);
            await VerifyAsync();
            await swappable.SwapAsync(NextFence(), default);
            await VerifyAsync(Projection, rebuilt);
            Expected.Apply(new ProjectionBatch(default, [Rows.Gone(1), .. rebuilt.Entities], [Rows.Gone(Rows.Relation(1, 2).RowKey), .. rebuilt.Relations]));
            await ApplyAsync(Rows.Entity(4));
        }

        await VerifyAsync();
        await VerifyAsync(await OpenAsync(Context));
    }

    [Fact]
    public async Task Copy_that_is_gone_on_with_keeps_its_rows_and_a_new_one_begins_empty()
    {
        await ApplyAsync(Rows.Entity(1));
        if (Projection is ISwappableProjection swappable)
        {
            var rebuilt = new ExpectedRows();
            await using (var first = await BeginAsync(swappable, goOn: false))
            {
                var batch = Batch([Rows.Entity(2), Rows.Entity(3)]);
                await first.ApplyAsync(batch, default);
                rebuilt.Apply(batch);
            }

            await using (var goneOn = await BeginAsync(swappable, goOn: true))
            {
                await VerifyAsync(goneOn, rebuilt);
            }

            await using (var anew = await BeginAsync(swappable, goOn: false))
            {
                await VerifyAsync(anew, new ExpectedRows());
            }

            await swappable.DropCopyAsync(NextFence(), default);
            await swappable.DropCopyAsync(NextFence(), default);
        }

        await VerifyAsync();
        await Projection.DropAsync(NextFence(), default);
        Assert.True(await IsGoneAsync(Context), "The drop leaves something of the copy.");
    }

    [Fact]
    public async Task Swap_that_is_repeated_is_done_already()
    {
        await ApplyAsync(Rows.Entity(1));
        if (Projection is ISwappableProjection swappable)
        {
            await using var copy = await BeginAsync(swappable, goOn: false);
            var batch = Batch([Rows.Entity(2)]);
            await copy.ApplyAsync(batch, default);
            await swappable.SwapAsync(NextFence(), default);
            await swappable.SwapAsync(NextFence(), default);
            Expected.Apply(new ProjectionBatch(default, [Rows.Gone(1), .. batch.Entities], []));
            await VerifyAsync();
            await ApplyAsync(Rows.Entity(3));
        }

        await VerifyAsync();
    }

    [Fact]
    public async Task Copy_that_is_not_there_is_not_gone_on_with()
    {
        await ApplyAsync(Rows.Entity(1));
        if (Projection is ISwappableProjection swappable)
        {
            Assert.Null(await swappable.BeginCopyAsync(NextFence(), goOn: true, default));
            await using (await BeginAsync(swappable, goOn: false))
            {
                await swappable.DropCopyAsync(NextFence(), default);
            }

            Assert.Null(await swappable.BeginCopyAsync(NextFence(), goOn: true, default));
            await using var copy = await BeginAsync(swappable, goOn: false);
            var batch = Batch([Rows.Entity(1), Rows.Entity(2)]);
            await copy.ApplyAsync(batch, default);
            await swappable.SwapAsync(NextFence(), default);
            Expected.Apply(batch);

            // As a leader does that comes after one which swapped and could not say so any more.
            var next = (ISwappableProjection)await OpenAsync(Context);
            await next.PrepareAsync(NextEpoch(), default);
            Assert.Null(await next.BeginCopyAsync(NextFence(), goOn: true, default));
            await VerifyAsync(next);
        }

        await VerifyAsync();
    }

    [Fact]
    public async Task Copy_is_not_dropped_by_a_leader_that_was_followed()
    {
        await ApplyAsync(Rows.Entity(1));
        if (Projection is ISwappableProjection swappable)
        {
            var older = new Fence(NextFence().Epoch, uint.MaxValue);
            var next = (ISwappableProjection)await OpenAsync(Context);
            await next.PrepareAsync(NextEpoch(), default);
            await using var copy = await BeginAsync(next, goOn: false);
            var (batch, rebuilt) = (Batch([Rows.Entity(2)]), new ExpectedRows());
            await copy.ApplyAsync(batch, default);
            rebuilt.Apply(batch);
            await RefusedAsync(() => swappable.DropCopyAsync(older, default));
            await RefusedAsync(() => swappable.BeginCopyAsync(older, goOn: false, default));
            await RefusedAsync(() => swappable.DropAsync(older, default));
            await VerifyAsync(copy, rebuilt);
        }

        await VerifyAsync();
    }

    private async Task<IProjection> BeginAsync(ISwappableProjection swappable, bool goOn)
    {
        var copy = await swappable.BeginCopyAsync(NextFence(), goOn, default);
        Assert.NotNull(copy);
        return copy;
    }
}
