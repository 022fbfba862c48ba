using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Preparing, giving up, dropping, and living beside others in one engine.</summary>
public abstract class LifeConformance : ReadBackConformance
{
    [Fact]
    public async Task Preparing_again_keeps_what_is_held()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        var fence = NextFence();
        await Projection.PrepareAsync(fence, default);
        await Projection.PrepareAsync(fence, default);
        await (await OpenAsync(Context)).PrepareAsync(NextFence(), default);
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Needs_and_batch_size_make_sense()
    {
        Assert.True(Projection.Needs.Entities || Projection.Needs.Relations);
        Assert.InRange(Projection.MaxBatch, 1, 50_000);
        await VerifyAsync();
    }

    [Fact]
    public async Task Dropping_leaves_nothing_and_the_next_beginning_is_a_new_one()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2), Rows.Relation(2, 77)]));
        await Projection.PrepareAsync(NextEpoch(), default);
        await Projection.DropAsync(NextFence(), default);
        Assert.True(await IsGoneAsync(Context), "Something is left after the drop.");
        await Projection.DropAsync(NextFence(), default);

        // A projection of the same name that is declared anew counts its leaders from 1 again.
        var again = await OpenAsync(Context);
        await again.PrepareAsync(new Fence(1, 1), default);
        var batch = new ProjectionBatch(new Fence(1, 2), [Rows.Entity(2)], []);
        await again.ApplyAsync(batch, default);
        var expected = new ExpectedRows();
        expected.Apply(batch);
        await VerifyAsync(again, expected);
    }

    [Fact]
    public async Task Dropping_what_was_never_prepared_is_fine()
    {
        var context = NewContext();
        await (await OpenAsync(context)).DropAsync(NextFence(), default);
        Assert.True(await IsGoneAsync(context));
    }

    [Fact]
    public async Task Copies_in_one_engine_are_kept_apart_by_tenant_and_name()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        foreach (var context in new[] { NewContext(), Context with { Name = "other" }, Context with { Tenant = Context.Tenant + "-copy", Name = "copy" } })
        {
            var other = await OpenAsync(context);
            await other.PrepareAsync(new Fence(1, 1), default);
            var expected = new ExpectedRows();
            await VerifyAsync(other, expected);
            var batch = new ProjectionBatch(new Fence(1, 2), [Rows.Entity(2, """{"other":1}""")], HasRelations ? [Rows.Relation(2, 1)] : []);
            await other.ApplyAsync(batch, default);
            expected.Apply(batch);
            await VerifyAsync(other, expected);
            await VerifyAsync();
            await other.DropAsync(Fences.Newest, default);
            await VerifyAsync();
        }
    }

    [Fact]
    public async Task Work_that_is_cancelled_beforehand_changes_nothing()
    {
        await ApplyAsync(Rows.Entity(1));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Projection.ApplyAsync(Batch([Rows.Gone(1), Rows.Entity(2)]), stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Projection.PrepareAsync(NextFence(), stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Projection.ReadAsync(relations: false, Everything, stop.Token).CountAsync(CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Projection.DigestAsync(relations: false, [Everything], stop.Token));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(2));
        await VerifyAsync();
    }

    [Fact]
    public async Task Batch_that_is_given_up_never_overwrites_a_newer_one()
    {
        var random = new Random(TestSeed.Take());
        var seqs = Enumerable.Range(1, Math.Min(Projection.MaxBatch, 300)).ToList();
        for (var round = 1; round <= 8; round++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 12)));
            try
            {
                await Projection.ApplyAsync(Batch(seqs.Select(seq => Rows.Entity(seq, """{"given":"up"}"""))), stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ThreeDbException { IsTransient: true })
            {
                // Whether it was applied is not known; what comes next decides.
            }

            await ApplyAsync(Batch(seqs.Select(seq => Rows.Entity(seq, $$"""{"round":{{round}}}""", round))));
            await VerifyAsync();
        }
    }
}
