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
            await using var copy = await swappable.BeginCopyAsync(NextFence(), goOn: false, default);
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
            await using (var first = await swappable.BeginCopyAsync(NextFence(), goOn: false, default))
            {
                var batch = Batch([Rows.Entity(2), Rows.Entity(3)]);
                await first.ApplyAsync(batch, default);
                rebuilt.Apply(batch);
            }

            await using (var goneOn = await swappable.BeginCopyAsync(NextFence(), goOn: true, default))
            {
                await VerifyAsync(goneOn, rebuilt);
            }

            await using (var anew = await swappable.BeginCopyAsync(NextFence(), goOn: false, default))
            {
                await VerifyAsync(anew, new ExpectedRows());
            }

            await swappable.DropCopyAsync(default);
            await swappable.DropCopyAsync(default);
        }

        await VerifyAsync();
        await Projection.DropAsync(default);
        Assert.True(await IsGoneAsync(Context), "The drop leaves something of the copy.");
    }
}
