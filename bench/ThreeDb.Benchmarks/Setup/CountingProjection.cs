using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Benchmarks;

/// <summary>A projection in this process that keeps nothing: what the feed and the runner cost without an engine.</summary>
/// <param name="arrivals">Told when rows come.</param>
/// <param name="data">Whether it wants data.</param>
internal sealed class CountingProjection(Arrivals arrivals, bool data) : IProjection
{
    public SourceNeeds Needs { get; } = new(Data: data);

    public int MaxBatch => 10_000;

    public Task PrepareAsync(Fence fence, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var entity in batch.Entities)
        {
            arrivals.Came(entity.Id, now);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ulong HashOf(ProjectedEntity entity) => (ulong)entity.Version;

    public ulong HashOf(ProjectedRelation relation) => (ulong)relation.Version;

    public Task DropAsync(Fence fence, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Makes projections into this process: kind <c>counting</c>.</summary>
internal sealed class CountingFactory : IProjectionFactory
{
    public string Kind => "counting";

    /// <summary>What came when.</summary>
    public Arrivals Arrivals { get; } = new();

    public IReadOnlyList<FieldError> Check(JsonElement settings) => [];

    public IProjection Create(ProjectionContext context, JsonElement settings) => new CountingProjection(Arrivals, settings.TryGetProperty("data", out _));
}
