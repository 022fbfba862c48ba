using System.Diagnostics;
using ThreeDb.Postgres;
using ThreeDb.Querying;

namespace ThreeDb;

/// <summary>The database of one tenant, seen by one actor, in this process.</summary>
public sealed class TenantDb : IThreeDb
{
    private readonly ITextEmbedder _embedder;

    internal TenantDb(StoreSession session, ITextEmbedder embedder)
    {
        Session = session;
        _embedder = embedder;
    }

    /// <summary>The store's session below.</summary>
    public StoreSession Session { get; }

    /// <inheritdoc />
    public IEntities Entities => Session.Entities;

    /// <inheritdoc />
    public IRelations Relations => Session.Relations;

    /// <inheritdoc />
    public IGraph Graph => Session.Graph;

    /// <inheritdoc />
    public IHistory History => Session.History;

    /// <inheritdoc />
    public IEntityTypes Types => Session.Types;

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
        var started = Stopwatch.GetTimestamp();
        var vector = await VectorAsync(query.Near, cancellationToken).ConfigureAwait(false);
        var embedded = Stopwatch.GetElapsedTime(started);
        if (query.Near is not null && vector is null)
        {
            // What to be near to has no words, so nothing is near to it.
            return new QueryResult([], query.Explain ? new QueryExplanation(plan.Description, [], ["near: there are no words to compare with"]) : null);
        }

        var (hits, steps) = await Session.RankAsync(Request(query, plan, vector), cancellationToken).ConfigureAwait(false);
        if (!query.Explain)
        {
            return new QueryResult(hits);
        }

        IEnumerable<QueryStep> embedding = query.Near is null ? [] : [new QueryStep("embed", "made the vector to compare with", 1, embedded.TotalMilliseconds)];
        return new QueryResult(hits, new QueryExplanation(plan.Description, [.. embedding, .. steps], plan.Rejected));
    }

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
