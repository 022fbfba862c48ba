using System.Runtime.CompilerServices;

namespace ThreeDb.Client;

/// <summary>Questions about the graph over HTTP.</summary>
internal sealed class GraphClient(Wire wire) : IGraph
{
    public Task<Neighbors> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Neighbors>(Wire.Entity(id, "/neighbors" + GraphQuery.OneStep(options)), cancellationToken);

    public Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Network>(Wire.Entity(id, "/network" + GraphQuery.Walk(options)), cancellationToken);

    public Task<Network> AmongAsync(IReadOnlyList<string> ids, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<AmongBody, Network>("/v1/graph/among", new AmongBody(ids, options?.Via, options?.At, options?.Explain ?? false), cancellationToken);

    public async IAsyncEnumerable<GraphPiece> PartAsync(PartOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await wire.AskAsync("/v1/graph/part", options ?? new(), AnswerLines.MediaType, cancellationToken).ConfigureAwait(false);
        await foreach (var piece in AnswerLines.ReadAsync<GraphPiece>(wire, response, cancellationToken).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    public Task<GraphPathAnswer> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<GraphPathAnswer>("/v1/path" + GraphQuery.Path(from, to, options), cancellationToken);

    public Task<Reachability> ReachableAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Reachability>("/v1/reachable" + GraphQuery.Path(from, to, options), cancellationToken);

    public Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Impact>(Wire.Entity(id, "/impact" + GraphQuery.Walk(options)), cancellationToken);

    // A filter may be longer than an address.
    public Task<Reach> ReachAsync(string id, ReachOptions? options = null, CancellationToken cancellationToken = default) => options is { Where: not null }
        ? wire.AskAsync<ReachOptions, Reach>(Wire.Entity(id, "/reach"), options, cancellationToken)
        : wire.GetAsync<Reach>(Wire.Entity(id, "/reach" + GraphQuery.Reach(options)), cancellationToken);

    public Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<GraphPaths>("/v1/paths" + GraphQuery.Paths(from, to, options), cancellationToken);

    public Task<CommonNeighbors> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<CommonNeighbors>(Wire.Entity(one, "/common-neighbors" + GraphQuery.With(other, options)), cancellationToken);

    public Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<LossOptions, Losses>(Wire.Entity(id, "/losses"), options ?? new(), cancellationToken);

    public Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<GraphCycles>("/v1/graph/cycles" + GraphQuery.Cycles(options), cancellationToken);

    public Task<GraphOrder> OrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<GraphOrder>("/v1/graph/order" + GraphQuery.Order(options), cancellationToken);

    public async IAsyncEnumerable<GraphNode> WholeOrderAsync(OrderOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await wire.GetAsync("/v1/graph/order" + GraphQuery.Order(options), AnswerLines.MediaType, cancellationToken).ConfigureAwait(false);
        await foreach (var node in AnswerLines.ReadAsync<GraphNode>(wire, response, cancellationToken).ConfigureAwait(false))
        {
            yield return node;
        }
    }

    public async Task<IReadOnlyList<ScoredEntity>> SimilarAsync(string id, SimilarityOptions? options = null, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<ScoredEntity>>(Wire.Entity(id, "/alike" + GraphQuery.Alike(options)), cancellationToken).ConfigureAwait(false)).Items;

    public async Task<IReadOnlyList<ScoredEntity>> SuggestAsync(string id, SuggestionOptions? options = null, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<ScoredEntity>>(Wire.Entity(id, "/suggestions" + GraphQuery.Suggestions(options)), cancellationToken).ConfigureAwait(false)).Items;

    public Task<GraphAnalysis> AnalyzeAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        AnalysisClient.AnalyzeAsync(wire, request, progress, cancellationToken);

    public IAsyncEnumerable<EntityScore> ScoresAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        AnalysisClient.ScoresAsync(wire, request, progress, cancellationToken);

    public Task<GraphVerification> VerifyAsync(CancellationToken cancellationToken = default) => wire.OrderAsync<GraphVerification>("/v1/graph/verify", cancellationToken);

    private sealed record Answer<T>(IReadOnlyList<T> Items);

    private sealed record AmongBody(IReadOnlyList<string> Ids, IReadOnlyList<string>? Via, DateTimeOffset? At, bool Explain);
}
