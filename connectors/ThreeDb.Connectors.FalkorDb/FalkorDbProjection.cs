using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The graph that answers, with what can be done to it as a whole, and the queries of users.</summary>
internal sealed class FalkorDbProjection : FalkorDbCopy, ISwappableProjection, IQueryableProjection
{
    private readonly RespOptions _options;
    private readonly TimeProvider _time;
    private readonly QueryRunner _queries;
    private Fence? _swapping; // The first attempt to swap the copy that was begun last.

    public FalkorDbProjection(RespOptions options, ProjectionContext context)
        : this(options, GraphNames.Of(context), context.Time)
    {
    }

    private FalkorDbProjection(RespOptions options, GraphNames names, TimeProvider time)
        : base(options, names, names.Current, time)
    {
        _options = options;
        _time = time;
        _queries = new QueryRunner(new QueryClients(options, time), names.Current);
    }

    /// <inheritdoc />
    public override Task PrepareAsync(Fence fence, CancellationToken cancellationToken)
    {
        _swapping = null;
        return base.PrepareAsync(fence, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IProjection?> BeginCopyAsync(Fence fence, bool goOn, CancellationToken cancellationToken)
    {
        _swapping = null;
        await Leader.TakeAsync(fence, cancellationToken).ConfigureAwait(false);
        if (!goOn)
        {
            await DropCopyAsync(fence, cancellationToken).ConfigureAwait(false);
        }
        else if (await new FalkorDbGraph(Client, Names.Next, _time).FenceAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var copy = new FalkorDbCopy(_options, Names, Names.Next, _time);
        await copy.PrepareAsync(fence, cancellationToken).ConfigureAwait(false);
        return copy;
    }

    /// <inheritdoc />
    public async Task SwapAsync(Fence fence, CancellationToken cancellationToken)
    {
        // What was sent to the old graph and arrives late must be too old for the new one, too.
        var isThere = await new FalkorDbGraph(Client, Names.Next, _time).LockAsync(fence, cancellationToken).ConfigureAwait(false);
        var first = _swapping;
        if (!isThere && first is null)
        {
            throw Names.NextIsMissing();
        }

        _swapping ??= fence;
        await Leader.SwapAsync(fence, first, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    /// <inheritdoc />
    public Task DropCopyAsync(Fence fence, CancellationToken cancellationToken) => Leader.DropNextAsync(fence, cancellationToken);

    /// <inheritdoc />
    public override async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        await Leader.DropAsync(fence, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    /// <inheritdoc />
    public Task<EngineAnswer> QueryAsync(EngineQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _queries.RunAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _queries.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
