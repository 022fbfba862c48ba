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
    private readonly KnownNodes _known = new();
    private KnownNames? _names;
    private long _last;

    /// <param name="options">How to reach the server.</param>
    /// <param name="names">The keys.</param>
    /// <param name="key">The key of the graph.</param>
    /// <param name="time">The clock.</param>
    public FalkorDbCopy(RespOptions options, GraphNames names, string key, TimeProvider time)
        : this(new RespClient(options, time), names, key, time) => _isOwn = true;

    internal FalkorDbCopy(IRespClient client, GraphNames names, string key, TimeProvider time)
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
        _known.Remove(rows.MayGo());
        var isFresh = batch.IsFresh;
        for (var plan = 1; plan <= Plans; plan++)
        {
            var held = (isFresh && plan == 1 ? await AssumeAsync(batch.Fence, rows, cancellationToken).ConfigureAwait(false) : null)
                ?? await HeldAsync(batch.Fence, rows.Wanted(), cancellationToken).ConfigureAwait(false);
            var script = new WriteScript(Graph, held.Fence!.Value, batch.Fence, Names.Context.Database);
            try
            {
                await new BatchWriter(script, rows, held, isFresh).WriteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RespErrorException e) when (plan < Plans && !script.HasBegun && e.Text.Contains("unique constraint violation", StringComparison.Ordinal))
            {
                continue;
            }

            if (script.Holds)
            {
                _last = batch.Fence.ToInt64();
                if (isFresh)
                {
                    Remember(rows, held, script.RelationsCreated);
                }

                return;
            }

            isFresh &= !script.HasBegun;
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
        _known.Clear();
        _last = 0;
    }

    // What a new graph holds is known to who fills it: none of the entities that come, and of the ends of relations those that were written before.
    private async Task<HeldNodes?> AssumeAsync(Fence fence, BatchRows rows, CancellationToken cancellationToken)
    {
        if (_last == 0 || _last >= fence.ToInt64() || (rows.Entities.Count > 0 && rows.Relations.Count > 0) || rows.MayGo().Any())
        {
            return null;
        }

        var ends = rows.Ends().ToLookup(end => _known.Contains(end.Seq));
        var others = ends[false].DistinctBy(end => end.Seq).ToDictionary(end => end.Seq, end => (string?)end.Id);
        var held = others.Count == 0 ? HeldNodes.None(_last) : await HeldAsync(fence, others, cancellationToken).ConfigureAwait(false);
        return held.Fence == _last ? held.With(ends[true]) : null;
    }

    // Each relation that came was to be made, and was, if its ends were where they should be: they were not looked for.
    private void Remember(BatchRows rows, HeldNodes held, long made)
    {
        if (made > rows.Relations.Count)
        {
            Forget();
            throw new ProjectionLostException($"The graph '{_key}' holds a node twice: somebody took its constraint away, or made another of its nodes.");
        }

        if (made < rows.Relations.Count)
        {
            _known.Remove(rows.Ends().Select(end => end.Seq));
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"Somebody took away or changed nodes of the graph '{_key}' while it was filled; what this concerns is brought again.");
        }

        _known.Add(rows, held);
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
