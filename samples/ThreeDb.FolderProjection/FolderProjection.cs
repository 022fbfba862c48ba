using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>The copy that answers, and the one that may be built beside it: which is which stands in the state.</summary>
internal sealed class FolderProjection(Place place) : FolderCopy(place, number: null), ISwappableProjection
{
    public async Task<IProjection?> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken)
    {
        int? begun = null;
        await Place.WriteAsync(
            _ =>
            {
                var state = Place.Admit(fence);
                begun = goOn ? state.Next : state.Copy + 1;
                if (!goOn)
                {
                    Durable.Delete(Place.Copy(state.Copy + 1));
                }

                Place.Save(state with { Fence = fence, Next = begun });
            },
            cancellationToken).ConfigureAwait(false);
        return begun is { } next ? new FolderCopy(Place, next) : null;
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

    public Task DropCopyAsync(Fence fence, CancellationToken cancellationToken) => Place.WriteAsync(
        _ =>
        {
            var state = Place.Load().Required(fence);
            if (state.Next is { } next)
            {
                Place.Save(state with { Next = null });
                Durable.Delete(Place.Copy(next));
            }
        },
        cancellationToken);

    public override Task DropAsync(Fence fence, CancellationToken cancellationToken) => Place.WriteAsync(held => Place.Drop(held, fence), cancellationToken);
}
