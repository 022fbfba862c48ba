namespace ThreeDb.Postgres;

/// <summary>The store of one tenant, seen by one actor.</summary>
public sealed class StoreSession
{
    private readonly StoreParts _parts;

    internal StoreSession(StoreParts parts, int tenantId, string tenant, string actor)
    {
        _parts = parts;
        TenantId = tenantId;
        Tenant = tenant;
        Actor = actor;
        Entities = new SessionEntities(parts, this);
        Relations = new SessionRelations(parts, this);
        Graph = new SessionGraph(parts, tenantId);
        History = new SessionHistory(parts, this);
        Types = new SessionTypes(parts, this);
    }

    /// <summary>The tenant's name.</summary>
    public string Tenant { get; }

    /// <summary>Who works.</summary>
    public string Actor { get; }

    /// <summary>Records.</summary>
    public IEntities Entities { get; }

    /// <summary>Edges.</summary>
    public IRelations Relations { get; }

    /// <summary>Traversal.</summary>
    public IGraph Graph { get; }

    /// <summary>Versions.</summary>
    public IHistory History { get; }

    /// <summary>Declarations.</summary>
    public IEntityTypes Types { get; }

    /// <summary>The tenant's number.</summary>
    public int TenantId { get; }

    /// <summary>Runs mutations in one transaction.</summary>
    /// <param name="mutations">The mutations.</param>
    /// <param name="options">Idempotency.</param>
    /// <param name="guarded">Whether all JSON went through <see cref="JsonGuard"/> already.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<TransactionResult> WriteAsync(
        IReadOnlyList<Mutation> mutations, WriteOptions? options = null, bool guarded = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mutations);
        if (mutations.Count is 0 or > WriteOptions.MaxMutations)
        {
            throw new ThreeDbException(ErrorCodes.InvalidMutation,
                $"A transaction has 1 to {WriteOptions.MaxMutations:N0} mutations; this one has {mutations.Count:N0}.",
                errors: [new FieldError("/mutations", $"1 to {WriteOptions.MaxMutations:N0}")]);
        }

        return _parts.Writer.WriteAsync(TenantId, Actor, mutations, options?.IdempotencyKey, guarded, cancellationToken);
    }

    /// <summary>Runs a stream of mutations.</summary>
    /// <param name="items">The items.</param>
    /// <param name="options">All or nothing, progress.</param>
    /// <param name="guarded">Whether all JSON went through <see cref="JsonGuard"/> already.</param>
    /// <param name="cancellationToken">Stops; what was written stays, unless the load is atomic.</param>
    public Task<BulkSummary> BulkAsync(IAsyncEnumerable<BulkItem> items, BulkOptions? options = null, bool guarded = false, CancellationToken cancellationToken = default)
    {
        options ??= new BulkOptions();
        return options.Atomic
            ? _parts.Bulk.WriteAtomicAsync(TenantId, Actor, items, options, guarded, cancellationToken)
            : _parts.Bulk.WriteAsync(TenantId, Actor, items, options, guarded, cancellationToken);
    }

    /// <summary>Finds and ranks.</summary>
    public async Task<(IReadOnlyList<Hit> Hits, IReadOnlyList<QueryStep> Steps)> RankAsync(RankRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await _parts.Ranker.RankAsync(TenantId, request, cancellationToken).ConfigureAwait(false);
        var excerpts = request.Text is { Highlight: true } text
            ? await _parts.Highlighter.MakeAsync(TenantId, text.Query, request.Type, [.. answer.Hits.Select(hit => hit.Entity)], cancellationToken).ConfigureAwait(false)
            : null;
        return ([.. answer.Hits.Select((hit, i) => hit with { Entity = answer.Selected[i], Highlight = hit.Scores.Text is null ? null : excerpts?[i] })], answer.Steps);
    }

    /// <summary>The vector of an entity; null when it has none.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>.</exception>
    public Task<float[]?> VectorOfAsync(string id, CancellationToken cancellationToken = default) => _parts.Vectors.OfEntityAsync(TenantId, id, cancellationToken);

    /// <summary>Waits until reads see what a position stands for. Later reads see it, too.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position, <c>TDB2011</c> for one of another database, <c>TDB2016</c> when the wait ends first.</exception>
    public Task ReachAsync(Position position, TimeSpan wait, CancellationToken cancellationToken = default) => _parts.Gate.PassAsync(TenantId, position, wait, cancellationToken);

    /// <summary>Makes an API key of this tenant.</summary>
    public Task<NewApiKey> CreateKeyAsync(string actor, KeyScope scope, DateTimeOffset? expiresAt, CancellationToken cancellationToken = default) =>
        _parts.Keys.CreateAsync(TenantId, Tenant, Actor, actor, scope, expiresAt, cancellationToken);

    /// <summary>The API keys of this tenant, oldest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken = default) => _parts.Keys.ListAsync(TenantId, Tenant, cancellationToken);

    /// <summary>Ends the validity of an API key of this tenant.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2014</c>.</exception>
    public Task RevokeKeyAsync(string keyId, CancellationToken cancellationToken = default) => _parts.Keys.RevokeAsync(TenantId, keyId, cancellationToken);
}
