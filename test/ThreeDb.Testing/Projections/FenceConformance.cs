using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Fences: the engine itself takes only writes that are newer than the newest it has seen.</summary>
public abstract class FenceConformance : RelationConformance
{
    [Fact]
    public async Task Batch_with_an_older_number_is_refused_and_changes_nothing()
    {
        var late = Batch([Rows.Entity(1, """{"late":1}"""), Rows.Entity(3)], [Rows.Relation(1, 2)]);
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await RefusedAsync(() => Projection.ApplyAsync(late, default));
        await VerifyAsync();
    }

    [Fact]
    public async Task Batch_with_the_same_fence_is_refused_and_changes_nothing()
    {
        var first = Batch([Rows.Entity(1)]);
        await ApplyAsync(first);
        await RefusedAsync(() => Projection.ApplyAsync(first with { Entities = [Rows.Entity(1, """{"other":1}"""), Rows.Entity(2)] }, default));
        await RefusedAsync(() => Projection.ApplyAsync(first with { Entities = [Rows.Gone(1)], IsFresh = true }, default));
        await VerifyAsync();
    }

    [Fact]
    public async Task Removal_that_comes_late_is_refused()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        var late = Batch([Rows.Gone(1)], [Rows.Gone(Rows.Relation(1, 2).RowKey)]);
        await ApplyAsync(Rows.Entity(3));
        await RefusedAsync(() => Projection.ApplyAsync(late, default));
        await VerifyAsync();
    }

    [Fact]
    public async Task Empty_batch_moves_the_fence_on_as_well()
    {
        var late = Batch([Rows.Entity(1)]);
        await ApplyAsync(Batch());
        await RefusedAsync(() => Projection.ApplyAsync(late, default));
        await VerifyAsync();
    }

    [Fact]
    public async Task Newer_leader_locks_the_older_one_out_from_its_preparation_on()
    {
        await ApplyAsync(Rows.Entity(1));
        var older = new Fence(NextFence().Epoch, uint.MaxValue);
        var newer = await OpenAsync(Context);
        await newer.PrepareAsync(NextEpoch(), default);
        await RefusedAsync(() => Projection.ApplyAsync(new ProjectionBatch(older, [Rows.Entity(1, """{"old":1}""")], []), default));
        await VerifyAsync(newer);
        var batch = Batch([Rows.Entity(1, """{"new":1}""", version: 2), Rows.Entity(2)]);
        await newer.ApplyAsync(batch, default);
        Expected.Apply(batch);
        await RefusedAsync(() => Projection.ApplyAsync(new ProjectionBatch(older, [Rows.Gone(1), Rows.Gone(2)], []), default));
        await VerifyAsync(newer);
    }

    [Fact]
    public async Task Older_leader_that_prepares_late_does_not_come_back()
    {
        var older = NextFence();
        var newer = await OpenAsync(Context);
        await newer.PrepareAsync(NextEpoch(), default);
        await ApplyThroughAsync(newer, Rows.Entity(1));
        await RefusedAsync(() => Projection.PrepareAsync(older, default));
        await RefusedAsync(() => Projection.ApplyAsync(new ProjectionBatch(older.Next(), [Rows.Gone(1)], []), default));
        await ApplyThroughAsync(newer, Rows.Entity(2));
        await VerifyAsync(newer);
    }

    [Fact]
    public async Task Drop_of_a_leader_that_was_followed_is_refused_and_removes_nothing()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]));
        var older = new Fence(NextFence().Epoch, uint.MaxValue);
        var newer = await OpenAsync(Context);
        await newer.PrepareAsync(NextEpoch(), default);
        await RefusedAsync(() => Projection.DropAsync(older, default));
        await VerifyAsync(newer);
        await ApplyThroughAsync(newer, Rows.Entity(3));
        await RefusedAsync(() => Projection.DropAsync(older, default));
        await VerifyAsync(newer);
    }

    [Fact]
    public async Task Drop_that_comes_late_is_refused_after_the_next_beginning()
    {
        await ApplyAsync(Rows.Entity(1));
        var late = NextFence();
        await Projection.DropAsync(NextFence(), default);
        await Projection.PrepareAsync(NextFence(), default);
        var (batch, expected) = (Batch([Rows.Entity(2)]), new ExpectedRows());
        await Projection.ApplyAsync(batch, default);
        expected.Apply(batch);
        await RefusedAsync(() => Projection.DropAsync(late, default));
        await VerifyAsync(Projection, expected);
    }

    [Fact]
    public async Task Take_over_under_way_lets_nothing_of_the_older_leader_through_afterwards()
    {
        for (var round = 0; round < 5; round++)
        {
            var older = new Fence(NextFence().Epoch, 1_000);
            var leader = await OpenAsync(Context);
            await leader.PrepareAsync(older, default);
            using var isTakenOver = new CancellationTokenSource();
            var writing = Task.Run(() => WriteUntilRefusedAsync(leader, older, isTakenOver.Token));
            var newer = await OpenAsync(Context);
            await newer.PrepareAsync(NextEpoch(), default);
            await isTakenOver.CancelAsync();
            await ApplyThroughAsync(newer, Rows.Entity(1, $$"""{"leader":"new {{round}}"}"""), Rows.Entity(2, version: round + 1));
            await writing;
            await VerifyAsync(newer);
        }
    }

    [Fact]
    public async Task Fence_outlives_the_process_that_wrote_it()
    {
        await ApplyAsync(Rows.Entity(1));
        var late = new Fence(1, 1);
        await Projection.DisposeAsync();
        var again = await OpenAsync(Context);
        await RefusedAsync(() => again.ApplyAsync(new ProjectionBatch(late, [Rows.Gone(1)], []), default));
        await VerifyAsync(again);
    }

    private async Task ApplyThroughAsync(IProjection projection, params ProjectedEntity[] entities)
    {
        var batch = Batch(entities);
        await projection.ApplyAsync(batch, default);
        Expected.Apply(batch);
    }

    private static async Task WriteUntilRefusedAsync(IProjection leader, Fence fence, CancellationToken isTakenOver)
    {
        await RefusedAsync(async () =>
        {
            // The write that was under way at the take-over may still have been in time; the one after it is not.
            for (var left = 2; left > 0; left -= isTakenOver.IsCancellationRequested ? 1 : 0)
            {
                fence = fence.Next();
                await leader.ApplyAsync(new ProjectionBatch(fence, [Rows.Entity(1, """{"leader":"old"}"""), Rows.Entity(2, "{}")], []), default);
            }
        });
    }
}
