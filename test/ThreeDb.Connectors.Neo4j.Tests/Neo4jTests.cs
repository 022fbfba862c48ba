using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>A projection of its own for each test, in the shared server.</summary>
public abstract class Neo4jTests : IAsyncLifetime
{
    private static int _places;
    private Fence _fence = new(1, 0);

    protected ProjectionContext Context { get; } = NewContext();

    protected IProjection Projection { get; private set; } = null!;

    protected IQueryableProjection Queryable => Assert.IsAssignableFrom<IQueryableProjection>(Projection);

    public async ValueTask InitializeAsync()
    {
        Projection = await Neo4jPlace.CreateAsync(Context);
        await Projection.PrepareAsync(NextFence(), default);
    }

    public async ValueTask DisposeAsync()
    {
        await Projection.DropAsync(Fences.Newest, default);
        await Projection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static ProjectionContext NewContext(string name = "own") => new($"neo4j-{Environment.ProcessId}-{Interlocked.Increment(ref _places)}", name, TimeProvider.System);

    protected Fence NextFence() => _fence = _fence.Next();

    protected Task ApplyAsync(IReadOnlyList<ProjectedEntity> entities, IReadOnlyList<ProjectedRelation> relations) =>
        Projection.ApplyAsync(new ProjectionBatch(NextFence(), entities, relations), TestContext.Current.CancellationToken);

    protected Task<Dictionary<RowKey, ulong>> HeldAsync(bool relations) => HeldAsync(Projection, relations);

    protected static async Task<Dictionary<RowKey, ulong>> HeldAsync(IProjection projection, bool relations)
    {
        var held = new Dictionary<RowKey, ulong>();
        await foreach (var row in projection.ReadAsync(relations, new SeqRange(0, 1L << 32), TestContext.Current.CancellationToken))
        {
            held.Add(row.Key, row.Hash);
        }

        return held;
    }
}
