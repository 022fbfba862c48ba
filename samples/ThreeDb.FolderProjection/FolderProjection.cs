using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>The copy that answers, and the one that may be built beside it: which is which stands in the state.</summary>
internal sealed class FolderProjection(Place place) : FolderCopy(place, number: null), ISwappableProjection
{
    public async Task<IProjection> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken)
    {
        var next = 0;
        await Place.WriteAsync(
            _ =>
            {
                var state = Place.Admit(fence);
                next = state.Copy + 1;
                if (!goOn || state.Next is null)
                {
                    Durable.Delete(Place.Copy(next));
                }

                Place.Save(state with { Fence = fence, Next = next });
            },
            cancellationToken).ConfigureAwait(false);
        return new FolderCopy(Place, next);
    }

    // The old copy goes last. When that fails, this is repeated, and finds the swap done.
    public Task SwapAsync(Fence fence, CancellationToken cancellationToken) => Place.WriteAsync(
        _ =>
        {
            var state = Place.Admit(fence);
            var now = state with { Fence = fence, Copy = state.Next ?? state.Copy, Next = null };
            Place.Save(now);
            Durable.Delete(Place.Copy(now.Copy - 1));
        },
        cancellationToken);

    public Task DropCopyAsync(CancellationToken cancellationToken) => Place.WriteAsync(
        _ =>
        {
            var state = Place.Load();
            if (state.Next is { } next)
            {
                Place.Save(state with { Next = null });
                Durable.Delete(Place.Copy(next));
            }
        },
        cancellationToken);

    public override Task DropAsync(CancellationToken cancellationToken) => Place.WriteAsync(Place.Drop, cancellationToken);
}
