using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>One graph as a projection: that which answers, or the one that is built beside it.</summary>
internal class FalkorDbCopy : IProjection
{
    // How often a batch is planned anew because another write came between looking and writing.
    private const int Plans = 5;

    private readonly string _key;
    private readonly bool _isOwn;
    private KnownNames? _names;
    private long _last;

    /// <param name="options">How to reach the server.</param>
    /// <param name="names">The keys.</param>
    /// <param name="key">The key of the graph.</param>
    /// <param name="time">The clock.</param>
    public FalkorDbCopy(RespOptions options, GraphNames names, string key, TimeProvider time)
        : this(new RespClient(options, time), names, key, time) => _isOwn = true;

    private FalkorDbCopy(IRespClient client, GraphNames names, string key, TimeProvider time)
    {
        _key = key;
        Client = client;
        Names = names;
        Graph = new FalkorDbGraph(client, key, time);
        Leader = new LeaderFence(client, names);
    }

    /// <inheritdoc />
    public SourceNeeds Needs { get; } = new();

    /// <inheritdoc />
    public int MaxBatch => 5_000;

    protected IRespClient Client { get; }

    protected GraphNames Names { get; }

    protected FalkorDbGraph Graph { get; }

    protected LeaderFence Leader { get; }

    /// <inheritdoc />
    public virtual async Task PrepareAsync(Fence fence, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Leader.TakeAsync(fence, cancellationToken).ConfigureAwait(false);
        await Graph.PrepareAsync(fence, Names.Context.Database, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    /// <inheritdoc />
    public async Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var rows = BatchRows.Of(batch, _names ??= await KnownNames.ReadAsync(Graph, cancellationToken).ConfigureAwait(false));
        var wanted = rows.Wanted();
        for (var plan = 1; plan <= Plans; plan++)
        {
            var held = await HeldAsync(batch.Fence, wanted, cancellationToken).ConfigureAwait(false);
            var script = new WriteScript(Graph, held.Fence!.Value, batch.Fence);
            try
            {
                await new BatchWriter(script, rows, held, batch.IsFresh).WriteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RespErrorException e) when (plan < Plans && !script.HasBegun && e.Text.Contains("unique constraint violation", StringComparison.Ordinal))
            {
                continue;
            }

            if (script.Holds)
            {
                _last = batch.Fence.ToInt64();
                return;
            }
        }

        throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"Others kept writing into the graph '{_key}'.");
    }

    /// <inheritdoc />
    public async Task ProbeAsync(Fence fence, CancellationToken cancellationToken)
    {
        Names.Context.RequireOwn(await Graph.FedByAsync(cancellationToken).ConfigureAwait(false));
        Require(await Graph.FenceAsync(cancellationToken).ConfigureAwait(false), fence);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, CancellationToken cancellationToken) =>
        new HeldReader(Graph).ReadAsync(relations, range, cancellationToken);

    /// <inheritdoc />
    public ulong HashOf(ProjectedEntity entity) => FalkorDbDialect.HashOf(GraphProperties.Of(entity, FalkorDbDialect.Instance));

    /// <inheritdoc />
    public ulong HashOf(ProjectedRelation relation) =>
        FalkorDbDialect.HashOf(relation.RowKey, GraphProperties.Of(relation, FalkorDbDialect.Instance));

    /// <inheritdoc />
    public virtual async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        await Leader.DropNextAsync(fence, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        if (_isOwn)
        {
            await Client.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets what is known of the graph: it is another one now.</summary>
    protected void Forget()
    {
        _names = null;
        _last = 0;
    }

    private async Task<HeldNodes> HeldAsync(Fence fence, IReadOnlyDictionary<long, string?> wanted, CancellationToken cancellationToken)
    {
        var held = await HeldNodes.ReadAsync(Graph, wanted, cancellationToken).ConfigureAwait(false);
        Names.Context.RequireOwn(held.FedBy);
        Require(held.Fence, fence);
        return held;
    }

    // What the graph has seen last must be what was applied here last, or what somebody else applied who is not newer.
    private void Require(long? held, Fence fence)
    {
        if (held is null || held < _last)
        {
            Forget();
            throw new ProjectionLostException(held is null
                ? $"The graph '{_key}' is not there: the server was emptied, or came back without it."
                : $"The graph '{_key}' lacks writes that were applied: the server came back with an older state.");
        }

        if (held >= fence.ToInt64())
        {
            throw new ProjectionFencedException($"The graph '{_key}' has seen a newer write than {fence}.");
        }
    }
}
