using System.Diagnostics;
using ThreeDb.Postgres;
using ThreeDb.Querying;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The database of one tenant, seen by one actor, in this process.</summary>
public sealed class TenantDb : IThreeDb
{
    private readonly ITextEmbedder _embedder;
    private readonly PositionDemand? _demand;
    private readonly GraphMemory _graphs;

    // Not in views that demand a position: PostgreSQL answers those.
    private readonly TenantCache? _cache;

    internal TenantDb(StoreSession session, ITextEmbedder embedder, ISync sync, GraphMemory graphs, TenantCache? cache = null)
    {
        Session = session;
        _embedder = embedder;
        _cache = cache;
        _graphs = graphs;
        Entities = cache is null ? session.Entities : new CachedEntities(session, cache);
        session.Written = rows =>
        {
            cache?.Written(rows);
            return rows.Point is { } point ? graphs.Host.WrittenAsync(session.TenantId, new OwnWrite(point, IsMany: rows.Results is null)) : ValueTask.CompletedTask;
        };
        Relations = session.Relations;
        Graph = new TenantGraph(session, graphs, demand: null);
        History = session.History;
        Types = session.Types;
        Scores = session.Scores;
        Sync = sync;
    }

    private TenantDb(TenantDb whole, PositionDemand demand)
    {
        Session = whole.Session;
        _embedder = whole._embedder;
        _demand = demand;
        Entities = new DemandedEntities(Session.Entities, demand);
        Relations = new DemandedRelations(Session.Relations, demand);
        _graphs = whole._graphs;
        Graph = new TenantGraph(Session, _graphs, demand);
        History = new DemandedHistory(Session.History, demand);
        Types = new DemandedTypes(Session.Types, demand);
        Scores = new DemandedScores(Session.Scores, demand);
        Sync = new DemandedSync(whole.Sync is DemandedSync other ? other.Whole : whole.Sync, demand);
    }

    /// <summary>The graphs in memory.</summary>
    internal GraphMemory Memory => _graphs;

    /// <summary>How what this process keeps in memory of the tenant stands.</summary>
    public IReadOnlyList<MemoryStatus> InMemory => [_graphs.Host.StatusOf(Session.TenantId)];

    /// <summary>The store's session below.</summary>
    public StoreSession Session { get; }

    /// <inheritdoc />
    public IEntities Entities { get; }

    /// <inheritdoc />
    public IRelations Relations { get; }

    /// <inheritdoc />
    public IGraph Graph { get; }

    /// <inheritdoc />
    public IHistory History { get; }

    /// <inheritdoc />
    public IEntityTypes Types { get; }

    /// <inheritdoc />
    public IScores Scores { get; }

    /// <inheritdoc />
    public ISync Sync { get; }

    /// <inheritdoc cref="IThreeDb.AtLeast" />
    public TenantDb AtLeast(Position position, TimeSpan? wait = null) => new(this, new PositionDemand(Session, position, wait));

    IThreeDb IThreeDb.AtLeast(Position position, TimeSpan? wait) => AtLeast(position, wait);

    /// <inheritdoc />
    public Task<TransactionResult> WriteAsync(IReadOnlyList<Mutation> mutations, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Session.WriteAsync(mutations, options, cancellationToken: cancellationToken);

    /// <inheritdoc />
    public Task<BulkSummary> BulkAsync(IAsyncEnumerable<Mutation> mutations, BulkOptions? options = null, CancellationToken cancellationToken = default) =>
        Session.BulkAsync(Number(mutations), options, cancellationToken: cancellationToken);

    /// <inheritdoc />
    public async Task<QueryResult> QueryAsync(Query query, CancellationToken cancellationToken = default)
    {
        var plan = QueryPlanner.Plan(query);
        if (_cache?.Current is { } use && CachedQuery.Of(query, await Session.CacheRulesAsync(cancellationToken).ConfigureAwait(false)) is { } cached
            && !await GraphLegWalk.IsInMemoryAsync(Session, _graphs, query.Graph, cancellationToken).ConfigureAwait(false))
        {
            var asked = false;
            var answer = await use.Cache.QueryAsync(cached.Key, cached.Tags, use.Floor, token =>
            {
                asked = true;
                return AnswerAsync(query, plan, inMemory: false, token);
            }, cancellationToken).ConfigureAwait(false);
            _cache.Metrics?.Query(asked);
            return answer;
        }

        _cache?.Metrics?.QueryPassed();
        await MeetAsync(query, cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(query, plan, inMemory: true, cancellationToken).ConfigureAwait(false);
    }

    // What a cache keeps is not walked in memory: the graph there may be behind the log, which the cache has passed already.
    private async Task<QueryResult> AnswerAsync(Query query, QueryPlan plan, bool inMemory, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var vector = await VectorAsync(query.Near, cancellationToken).ConfigureAwait(false);
        var embedded = Stopwatch.GetElapsedTime(started);
        if (query.Near is not null && vector is null)
        {
            // What to be near to has no words, so nothing is near to it.
            return new QueryResult([], query.Explain ? new QueryExplanation(plan.Description, [], ["near: there are no words to compare with"]) : null);
        }

        var walk = inMemory && query.Graph is { } leg ? await GraphLegWalk.FromAsync(Session, _graphs, leg, DemandOf(query), cancellationToken).ConfigureAwait(false) : default;
        using var tree = walk.Tree;
        var (hits, steps) = await Session.RankAsync(Request(query, plan, vector) with { Walked = walk.Walked }, cancellationToken).ConfigureAwait(false);
        var unknown = await Session.UnknownScoresAsync([.. ScoreNames.Of(query)], cancellationToken).ConfigureAwait(false);
        if (!query.Explain)
        {
            return new QueryResult(hits) { UnknownScores = unknown };
        }

        IEnumerable<QueryStep> embedding = query.Near is null ? [] : [new QueryStep("embed", "made the vector to compare with", 1, embedded.TotalMilliseconds)];
        return new QueryResult(hits, new QueryExplanation(plan.Description, [.. embedding, .. steps.Select(step => Because(step, walk.Why))], plan.Rejected)) { UnknownScores = unknown };
    }

    // Only here is known why SQL had to walk.
    private static QueryStep Because(QueryStep step, string? why) => step.Name == "graph" && why is not null ? step with { Detail = $"{step.Detail}, because {why}" } : step;

    private ValueTask MeetAsync(Query query, CancellationToken cancellationToken) => DemandOf(query)?.MeetAsync(cancellationToken) ?? ValueTask.CompletedTask;

    // A position of the query itself takes the place of the view's.
    private PositionDemand? DemandOf(Query query) => query.AtLeast is { } position ? new PositionDemand(Session, position, _demand?.Wait) : _demand;

    private static RankRequest Request(Query query, QueryPlan plan, float[]? vector) => new()
    {
        Type = query.From,
        Project = query.Project,
        Where = query.Where,
        Text = query.Text,
        Near = vector,
        NearWeight = query.Near?.Weight ?? 1,
        Except = query.Near?.Entity,
        Graph = query.Graph,
        TopOfIndex = plan.Strategy is QueryStrategy.TextTop or QueryStrategy.NearTop,
        TextMust = plan.TextMust,
        NearMust = plan.NearMust,
        GraphMust = plan.GraphMust,
        NearCandidates = plan.NearCandidates,
        Boost = [.. query.Boost],
        Select = query.Select,
        Limit = query.Limit,
    };

    private static async IAsyncEnumerable<BulkItem> Number(IAsyncEnumerable<Mutation> mutations)
    {
        var line = 0L;
        await foreach (var mutation in mutations.ConfigureAwait(false))
        {
            yield return new BulkItem(++line, mutation);
        }
    }

    private async Task<float[]?> VectorAsync(NearLeg? near, CancellationToken cancellationToken) => near switch
    {
        null => null,
        { Entity: { } id } => await Session.VectorOfAsync(id, cancellationToken).ConfigureAwait(false),
        { Vector: { } vector } => Normalised([.. vector]),
        _ => NonZero((await _embedder.EmbedAsync([near.Text!], cancellationToken).ConfigureAwait(false))[0]),
    };

    private static float[]? NonZero(float[] vector) => vector.AsSpan().ContainsAnyExcept(0f) ? vector : null;

    private static float[] Normalised(float[] vector)
    {
        var norm = Math.Sqrt(vector.Sum(value => (double)value * value));
        return [.. vector.Select(value => (float)(value / norm))];
    }
}
