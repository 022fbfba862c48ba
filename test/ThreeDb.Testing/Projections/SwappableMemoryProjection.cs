using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>A projection in memory that can be rebuilt beside the copy that answers.</summary>
public sealed class SwappableMemoryProjection : MemoryProjection, ISwappableProjection
{
    public SwappableMemoryProjection(MemoryEngine engine, ProjectionContext context)
        : base(engine, context)
    {
    }

    private MemoryPlace Second => Engine.Copy(Context.Tenant, Context.Name, Place.Faults);

    public async Task<IProjection> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken)
    {
        await CallAsync(
            () =>
            {
                if (!goOn)
                {
                    Second.Drop(Context);
                }

                Second.Prepare(fence, Context);
            },
            null,
            cancellationToken);
        return new MemoryCopy(Engine, Context, Second);
    }

    public Task SwapAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Place.Become(Second, fence), null, cancellationToken);

    public Task DropCopyAsync(CancellationToken cancellationToken) => CallAsync(() => Second.Drop(Context), null, cancellationToken);

    public override async Task DropAsync(CancellationToken cancellationToken)
    {
        await DropCopyAsync(cancellationToken);
        await base.DropAsync(cancellationToken);
    }

    private sealed class MemoryCopy(MemoryEngine engine, ProjectionContext context, MemoryPlace place) : MemoryProjection(engine, context, place);
}
