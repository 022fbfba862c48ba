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

    public async Task<IProjection?> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken)
    {
        var isThere = true;
        await CallAsync(
            () =>
            {
                if (!goOn)
                {
                    Second.Drop(fence, Context);
                }

                isThere = !goOn || !Second.IsEmpty;
                if (isThere)
                {
                    Second.Prepare(fence, Context);
                }
            },
            null,
            cancellationToken);
        return isThere ? new MemoryCopy(Engine, Context, Second) : null;
    }

    public Task SwapAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Place.Become(Second, fence), null, cancellationToken);

    public Task DropCopyAsync(Fence fence, CancellationToken cancellationToken) => CallAsync(() => Second.Drop(fence, Context), null, cancellationToken);

    // The copy after the one that every leader prepares: it stays when a newer leader has come.
    public override async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        await base.DropAsync(fence, cancellationToken);
        await DropCopyAsync(fence, cancellationToken);
    }

    private sealed class MemoryCopy(MemoryEngine engine, ProjectionContext context, MemoryPlace place) : MemoryProjection(engine, context, place);
}
