namespace ThreeDb.Client;

/// <summary>Traversal over HTTP.</summary>
internal sealed class GraphClient(Wire wire) : IGraph
{
    public async Task<IReadOnlyList<Neighbor>> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<NeighborsAnswer>(Wire.Entity(id, "/neighbors" + Query(options, depth: false)), cancellationToken).ConfigureAwait(false)).Items;

    public Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Network>(Wire.Entity(id, "/network" + Query(options)), cancellationToken);

    public async Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        var query = Query(options, limit: false);
        return (await wire.GetAsync<PathAnswer>($"/v1/path?from={Wire.Escape(from)}&to={Wire.Escape(to)}{query.Replace('?', '&')}", cancellationToken).ConfigureAwait(false)).Path;
    }

    public Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Impact>(Wire.Entity(id, "/impact" + Query(options)), cancellationToken);

    public Task<Reach> ReachAsync(string id, ReachOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<ReachOptions, Reach>(Wire.Entity(id, "/reach"), options ?? new(), cancellationToken);

    public Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<PathOptions, GraphPaths>($"/v1/graph/paths?from={Wire.Escape(from)}&to={Wire.Escape(to)}", options ?? new(), cancellationToken);

    public async Task<IReadOnlyList<GraphNode>> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<GraphNode>>($"/v1/graph/common-neighbors?one={Wire.Escape(one)}&other={Wire.Escape(other)}{Query(options, depth: false).Replace('?', '&')}", cancellationToken).ConfigureAwait(false)).Items;

    public Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<LossOptions, Losses>(Wire.Entity(id, "/losses"), options ?? new(), cancellationToken);

    public Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<CycleOptions, GraphCycles>("/v1/graph/cycles", options ?? new(), cancellationToken);

    public Task<GraphOrder> OrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<OrderOptions, GraphOrder>("/v1/graph/order", options ?? new(), cancellationToken);

    public async Task<IReadOnlyList<ScoredEntity>> SimilarAsync(string id, SimilarityOptions? options = null, CancellationToken cancellationToken = default) =>
        (await wire.AskAsync<SimilarityOptions, Answer<ScoredEntity>>(Wire.Entity(id, "/alike"), options ?? new(), cancellationToken).ConfigureAwait(false)).Items;

    public async Task<IReadOnlyList<ScoredEntity>> SuggestAsync(string id, SuggestionOptions? options = null, CancellationToken cancellationToken = default) =>
        (await wire.AskAsync<SuggestionOptions, Answer<ScoredEntity>>(Wire.Entity(id, "/suggestions"), options ?? new(), cancellationToken).ConfigureAwait(false)).Items;

    public Task<GraphAnalysis> AnalyzeAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync<AnalysisRequest, GraphAnalysis>("/v1/graph/analyses", request, cancellationToken);

    public IAsyncEnumerable<EntityScore> ScoresAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GraphVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        wire.AskAsync<GraphSelection, GraphVerification>("/v1/graph/verify", new(), cancellationToken);

    private static string Query(Traversal? options, bool depth = true, bool limit = true) => options is null ? "" : Wire.Query(
        ("direction", options.Direction is { } direction ? StrictObject.WordOf(direction) : null),
        ("via", options.Via),
        ("depth", depth ? options.Depth : null),
        ("limit", limit ? options.Limit : null));

    private sealed record Answer<T>(IReadOnlyList<T> Items);

    private sealed record NeighborsAnswer(IReadOnlyList<Neighbor> Items);

    private sealed record PathAnswer(GraphPath? Path);
}
