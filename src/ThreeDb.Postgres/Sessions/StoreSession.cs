using ThreeDb.Caching;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>The store of one tenant, seen by one actor.</summary>
public sealed class StoreSession
{
    private readonly StoreParts _parts;

    /// <summary>Told of every write of this session before its answer, and of writes whose outcome is not known. The answer waits for what it does.</summary>
    public Func<WrittenRows, ValueTask>? Written { get; set; }

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
        Scores = new SessionScores(parts, this);
    }

    /// <summary>The tenant's name.</summary>
    public string Tenant { get; }

    /// <summary>Who works.</summary>
    public string Actor { get; }

    /// <summary>Records.</summary>
    public IEntities Entities { get; }

    /// <summary>Edges.</summary>
    public IRelations Relations { get; }

    /// <summary>Traversal by SQL.</summary>
    public SessionGraph Graph { get; }

    /// <summary>Versions.</summary>
    public IHistory History { get; }

    /// <summary>Declarations.</summary>
    public IEntityTypes Types { get; }

    /// <summary>Saved scores.</summary>
    public IScores Scores { get; }

    /// <summary>The tenant's number.</summary>
    public int TenantId { get; }

    /// <summary>Runs mutations in one transaction.</summary>
    /// <param name="mutations">The mutations.</param>
    /// <param name="options">Idempotency.</param>
    /// <param name="guarded">Whether all JSON went through <see cref="JsonGuard"/> already.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TransactionResult> WriteAsync(
        IReadOnlyList<Mutation> mutations, WriteOptions? options = null, bool guarded = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mutations);
        if (mutations.Count is 0 or > WriteOptions.MaxMutations)
        {
            throw new ThreeDbException(ErrorCodes.InvalidMutation,
                $"A transaction has 1 to {WriteOptions.MaxMutations:N0} mutations; this one has {mutations.Count:N0}.",
                errors: [new FieldError("/mutations", $"1 to {WriteOptions.MaxMutations:N0}")]);
        }

        try
        {
            var done = InStoredForm(await _parts.Writer.WriteAsync(TenantId, Actor, mutations, options?.IdempotencyKey, guarded, cancellationToken).ConfigureAwait(false));
            await TellAsync(mutations, done).ConfigureAwait(false);
            return done;
        }
        catch (Exception e) when (e is OperationCanceledException or ThreeDbException { IsTransient: true })
        {
            await TellAsync(mutations, null, null).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes an earlier version of an entity current again.</summary>
    /// <param name="restoration">What, and under which conditions.</param>
    /// <param name="idempotencyKey">Makes a repetition return the first result; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<EntityWrite> RestoreAsync(Restoration restoration, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        var done = InStoredForm(await _parts.Restores.WriteAsync(TenantId, Actor, restoration, idempotencyKey, cancellationToken).ConfigureAwait(false));
        await TellAsync(null, done).ConfigureAwait(false);
        return new EntityWrite(done.Results[0].Entity!, done.Results[0].Outcome, done.Position);
    }

    /// <summary>Runs a stream of mutations.</summary>
    /// <param name="items">The items.</param>
    /// <param name="options">All or nothing, progress.</param>
    /// <param name="guarded">Whether all JSON went through <see cref="JsonGuard"/> already.</param>
    /// <param name="cancellationToken">Stops; what was written stays, unless the load is atomic.</param>
    public async Task<BulkSummary> BulkAsync(IAsyncEnumerable<BulkItem> items, BulkOptions? options = null, bool guarded = false, CancellationToken cancellationToken = default)
    {
        options ??= new BulkOptions();
        var done = options.Atomic
            ? await _parts.Bulk.WriteAtomicAsync(TenantId, Actor, items, options, guarded, cancellationToken).ConfigureAwait(false)
            : await _parts.Bulk.WriteAsync(TenantId, Actor, items, options, guarded, cancellationToken).ConfigureAwait(false);
        await TellAsync(null, null, done.Position).ConfigureAwait(false);
        return done;
    }

    /// <summary>Reads entities for a cache: those that exist, in no order. Those of types whose reads are to be immediate are not to be kept.</summary>
    public async Task<IReadOnlyList<CachedEntity>> ReadForCacheAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        var rules = await CacheRulesAsync(cancellationToken).ConfigureAwait(false);
        var found = await _parts.Entities.GetNumberedAsync(TenantId, ids, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(read => new CachedEntity(read.Seq, read.Entity, !rules.Immediate.Contains(read.Entity.Type)))];
    }

    /// <summary>Checks ids as <see cref="IEntities.GetManyAsync"/> does.</summary>
    /// <exception cref="ThreeDbException">Too many ids, or one that can be none.</exception>
    public static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        EntityReader.CheckIds(ids);
    }

    /// <summary>What the tenant's types say to caches; at most two seconds old.</summary>
    public async ValueTask<CacheRules> CacheRulesAsync(CancellationToken cancellationToken = default)
    {
        var types = await _parts.Catalogue.GetAsync(TenantId, cancellationToken).ConfigureAwait(false);
        return new CacheRules(types.Generation, types.Immediate);
    }

    // The answer of a write, of its repetition and of a later read are the same.
    private static TransactionResult InStoredForm(TransactionResult done) => done with { Results = StoredForm.Of(done.Results) };

    internal ValueTask TellAsync(IReadOnlyList<Mutation>? mutations, TransactionResult done) => TellAsync(mutations, done.Results, done.Position);

    // The write took place: nothing here may make a failure of it. After a fail-over in between its position cannot be read any more.
    private ValueTask TellAsync(IReadOnlyList<Mutation>? mutations, IReadOnlyList<MutationResult>? results, Position? position)
    {
        if (Written is not { } written)
        {
            return ValueTask.CompletedTask;
        }

        LogPoint? point = null;
        try
        {
            point = position is { } given ? _parts.Gate.PointOf(given) : null;
        }
        catch (ThreeDbException)
        {
            point = null;
        }

        return written(new WrittenRows(mutations, results, point));
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

    /// <summary>Saves the scores of entities under a name, in place of all that was saved under it before; no history.</summary>
    /// <param name="name">The name.</param>
    /// <param name="seqs">The entities.</param>
    /// <param name="scores">Their scores, beside them.</param>
    /// <param name="cancellationToken">Stops; then nothing is changed.</param>
    /// <returns>How many were saved: those of entities that live.</returns>
    public Task<long> SaveScoresAsync(string name, int[] seqs, double[] scores, CancellationToken cancellationToken = default) =>
        _parts.Scores.SaveAsync(TenantId, name, seqs, scores, cancellationToken);

    /// <summary>Those of some names under which nobody has saved scores; null when all are known.</summary>
    public Task<IReadOnlyList<string>?> UnknownScoresAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) =>
        _parts.SavedScores.UnknownAsync(TenantId, names, cancellationToken);

    /// <summary>The point of the change log that a position stands for.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position, <c>TDB2011</c> for one of another database.</exception>
    public LogPoint PointOf(Position position) => _parts.Gate.PointOf(position);

    /// <summary>The position that stands for a point of the change log.</summary>
    public Position PositionOf(LogPoint point) => _parts.Gate.PositionOf(point);

    /// <summary>Makes an API key of this tenant.</summary>
    /// <param name="actor">The name under which changes are recorded.</param>
    /// <param name="scope">What it allows.</param>
    /// <param name="expiresAt">When it ends to be valid; null for never.</param>
    /// <param name="idempotencyKey">Makes a repetition fail with <c>TDB2022</c> instead of making another key; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<NewApiKey> CreateKeyAsync(string actor, KeyScope scope, DateTimeOffset? expiresAt, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _parts.KeyMaker.MakeAsync(TenantId, Tenant, Actor, new KeyRequest(actor, scope, expiresAt), idempotencyKey, cancellationToken);

    /// <summary>The API keys of this tenant, oldest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken = default) => _parts.Keys.ListAsync(TenantId, Tenant, cancellationToken);

    /// <summary>Ends the validity of an API key of this tenant.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2014</c>.</exception>
    public Task RevokeKeyAsync(string keyId, CancellationToken cancellationToken = default) => _parts.Keys.RevokeAsync(TenantId, keyId, cancellationToken);
}
