using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>What a connector gives to the conformance suite, and what the tests of the suite share: a place of its own for each test.</summary>
public abstract class ProjectionHarness : IAsyncLifetime
{
    /// <summary>Every seq that there can be.</summary>
    protected static readonly SeqRange Everything = new(0, 1L << 32);

    private static int _places;

    private readonly List<(ProjectionContext Context, IProjection Projection)> _made = [];
    private Fence _fence = new(1, 0);

    /// <summary>The place of this test. Two projections that are made with one context are two processes on the same copy.</summary>
    protected ProjectionContext Context { get; } = NewContext();

    /// <summary>A prepared projection into <see cref="Context"/>.</summary>
    protected IProjection Projection { get; private set; } = null!;

    /// <summary>What <see cref="Projection"/> ought to hold.</summary>
    protected ExpectedRows Expected { get; } = new();

    /// <summary>Whether it may hold less than was applied (a cache). What it does hold must be right all the same.</summary>
    protected virtual bool IsPartial => false;

    /// <summary>Whether copies of several databases lie in one engine beside each other, as those of several tenants do; otherwise the first one has the place.</summary>
    protected virtual bool SeparatesDatabases => false;

    /// <summary>Whether relations are applied to it.</summary>
    protected virtual bool HasRelations => Projection.Needs.Relations;

    /// <summary>Makes a projection; does not prepare it. Use <see cref="Prerequisite.Missing"/> where the engine is not at hand.</summary>
    protected abstract Task<IProjection> CreateAsync(ProjectionContext context);

    /// <summary>Changes a value that the engine holds of a row of <see cref="Context"/>, behind the projection's back.</summary>
    protected abstract Task TamperAsync(RowKey key);

    /// <summary>Removes a row of <see cref="Context"/> from the engine, behind the projection's back.</summary>
    protected abstract Task RemoveAsync(RowKey key);

    /// <summary>Puts a row that the source does not have into <see cref="Context"/>, behind the projection's back. The ends of a relation are held.</summary>
    protected abstract Task PlantAsync(RowKey key);

    /// <summary>Whether the engine holds nothing at all of a place: no row, no stub, no fence, no name.</summary>
    protected abstract Task<bool> IsGoneAsync(ProjectionContext context);

    /// <summary>Makes a cache hold rows that were applied; only called when <see cref="IsPartial"/>.</summary>
    protected virtual Task WarmAsync(IProjection projection, ExpectedRows rows) => Task.CompletedTask;

    public virtual async ValueTask InitializeAsync()
    {
        Projection = await OpenAsync(Context);
        await Projection.PrepareAsync(NextFence(), TestContext.Current.CancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        // Through new ones: a test may have disposed of its own.
        foreach (var context in _made.Select(made => made.Context).Distinct())
        {
            await using var projection = await CreateAsync(context);
            await projection.DropAsync(Fences.Newest, default);
        }

        foreach (var (_, projection) in _made)
        {
            await projection.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Another place in the same engine.</summary>
    protected static ProjectionContext NewContext() =>
        new($"conformance-{Environment.ProcessId}-{Interlocked.Increment(ref _places)}", "copy", TimeProvider.System) { Database = "first" };

    /// <summary>Makes a projection that is dropped and disposed of after the test.</summary>
    protected async Task<IProjection> OpenAsync(ProjectionContext context)
    {
        var projection = await CreateAsync(context);
        _made.Add((context, projection));
        return projection;
    }

    /// <summary>The fence of the next write of the leader.</summary>
    protected Fence NextFence() => _fence = _fence.Next();

    /// <summary>The fence of the first write of the leader after this one.</summary>
    protected Fence NextEpoch() => _fence = new Fence(_fence.Epoch + 1, 1);

    /// <summary>A batch of the leader. Relations are left out for a projection that does not want them.</summary>
    protected ProjectionBatch Batch(IEnumerable<ProjectedEntity>? entities = null, IEnumerable<ProjectedRelation>? relations = null) =>
        new(NextFence(), [.. entities ?? []], HasRelations ? [.. relations ?? []] : []);

    /// <summary>Applies a batch to <see cref="Projection"/>, and notes what it ought to hold from now on.</summary>
    protected async Task ApplyAsync(ProjectionBatch batch)
    {
        await Projection.ApplyAsync(batch, TestContext.Current.CancellationToken);
        Expected.Apply(batch);
    }

    protected Task ApplyAsync(params ProjectedEntity[] entities) => ApplyAsync(Batch(entities));

    protected Task ApplyAsync(params ProjectedRelation[] relations) => ApplyAsync(Batch(relations: relations));

    /// <summary>Demands that a projection holds exactly what it ought to.</summary>
    protected async Task VerifyAsync(IProjection? projection = null, ExpectedRows? expected = null)
    {
        var faults = await DifferencesAsync(projection ?? Projection, expected ?? Expected, Everything);
        Assert.True(faults.Count == 0, $"{faults.Count} differences:\n" + string.Join('\n', faults.Take(30)));
    }

    /// <summary>Every difference in a range, as a sentence.</summary>
    protected async Task<IReadOnlyList<string>> DifferencesAsync(IProjection projection, ExpectedRows expected, SeqRange range)
    {
        if (IsPartial)
        {
            await WarmAsync(projection, expected);
        }

        return
        [
            .. await expected.DifferencesAsync(projection, relations: false, range, IsPartial),
            .. await expected.DifferencesAsync(projection, relations: true, range, IsPartial),
        ];
    }

    /// <summary>The hash that is held of a row; null when it is not held.</summary>
    protected async Task<ulong?> HeldAsync(RowKey key)
    {
        await foreach (var row in Projection.ReadAsync(key.IsRelation, new SeqRange(key.Seq, key.Seq + 1), TestContext.Current.CancellationToken))
        {
            if (row.Key == key)
            {
                return row.Hash;
            }
        }

        return null;
    }

    /// <summary>Demands that a write is refused because a newer leader, or a newer write, was there.</summary>
    protected static async Task RefusedAsync(Func<Task> write)
    {
        var refusal = await Assert.ThrowsAsync<ProjectionFencedException>(write);
        Assert.Equal(ErrorCodes.ProjectionFenced, refusal.Code);
    }
}
