using System.Runtime.CompilerServices;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>The slow, obvious projection: what it promises is what every connector must promise, and what it demands is what the runner promises.</summary>
public class MemoryProjection : IQueryableProjection
{
    internal const int LargestBatch = 1_000;

    private int _running;

    public MemoryProjection(MemoryEngine engine, ProjectionContext context)
        : this(engine, context, engine.Place(context.Tenant, context.Name, context.Time))
    {
    }

    private protected MemoryProjection(MemoryEngine engine, ProjectionContext context, MemoryPlace place)
    {
        Engine = engine;
        Context = context;
        Place = place;
    }

    public SourceNeeds Needs { get; init; } = new();

    public int MaxBatch => LargestBatch;

    /// <summary>What it writes to.</summary>
    public MemoryPlace Place { get; }

    private protected MemoryEngine Engine { get; }

    private protected ProjectionContext Context { get; }

    public Task PrepareAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Place.Prepare(fence, Context), null, cancellationToken);

    public Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken) => CallAsync(
        () =>
        {
            Place.Apply(batch, Context);
            Place.Faults.Answer();
        },
        batch,
        cancellationToken);

    public Task ProbeAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Place.Probe(fence, Context), null, cancellationToken);

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<HeldRow> rows = [];
        await CallAsync(() => rows = Read(relations, range), null, cancellationToken);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    public ulong HashOf(ProjectedEntity entity) => MemoryHash.Of(entity);

    public ulong HashOf(ProjectedRelation relation) => MemoryHash.Of(relation);

    public async Task<EngineAnswer> QueryAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Place.Faults.EnterAsync(null).WaitAsync(cancellationToken);
        return Place.IsEmpty && !MemoryDefect.Is(MemoryDefect.EmptiedAnswers) ? throw new ProjectionLostException("The engine in memory was emptied.") : MemoryQuery.Answer(Place, query);
    }

    public virtual Task DropAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Place.Drop(fence, Context), null, cancellationToken);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    // As over a network: who gives up does not wait any more, and what was sent arrives all the same.
    private protected async Task CallAsync(Action work, ProjectionBatch? batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _running) > 1)
        {
            Place.Broken("Two calls at a time.");
        }

        try
        {
            await SendAsync(work, batch).WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task SendAsync(Action work, ProjectionBatch? batch)
    {
        await Place.Faults.EnterAsync(batch);
        try
        {
            work();
        }
        catch (ProjectionFencedException)
        {
            Place.Refused();
            throw;
        }
    }

    private HeldRow[] Read(bool relations, SeqRange range) =>
    [
        .. relations
            ? Place.RelationsIn(range).Select(row => new HeldRow(row.RowKey, MemoryHash.Of(row)))
            : Place.EntitiesIn(range).Select(row => new HeldRow(row.RowKey, MemoryHash.Of(row))),
    ];
}
