using System.Runtime.CompilerServices;
using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>Algorithms.</summary>
internal sealed partial class TenantGraph
{
    public async Task<GraphAnalysis> AnalyzeAsync(AnalysisRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        AnalysisRules.Check(request);
        var answer = new AnalysisAnswer(session, memory, await ViewAsync(cancellationToken).ConfigureAwait(false), request);
        using var found = await answer.ComputeAsync(isStreamed: false, progress, cancellationToken).ConfigureAwait(false);
        var saved = await SaveAsync(answer, request, found, cancellationToken).ConfigureAwait(false);
        return await answer.NamedAsync(found, saved, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<EntityScore> ScoresAsync(AnalysisRequest request, IProgress<double>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AnalysisRules.CheckStream(request);
        var answer = new AnalysisAnswer(session, memory, await ViewAsync(cancellationToken).ConfigureAwait(false), request);
        using var found = await answer.ComputeAsync(isStreamed: true, progress, cancellationToken).ConfigureAwait(false);
        await SaveAsync(answer, request, found, cancellationToken).ConfigureAwait(false);
        for (var place = 0; place < found.Seqs.Length; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new EntityScore(answer.View.IdOf(found.Seqs[place]), found.Scores[place]);
        }
    }

    public Task<IReadOnlyList<ScoredEntity>> SimilarAsync(string id, SimilarityOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimilarityOptions();
        return PairsAsync(GraphAlgorithm.Similarity, id, options.On, options.Limit, (graph, node, run) => NodeSimilarity.Run(graph, new NodeSimilarityOptions
        {
            Node = node, Measure = options.Measure, Direction = options.Direction, Limit = options.Limit,
        }, run).Pairs, cancellationToken);
    }

    public Task<IReadOnlyList<ScoredEntity>> SuggestAsync(string id, SuggestionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SuggestionOptions();
        return PairsAsync(GraphAlgorithm.LinkPrediction, id, options.On, options.Limit, (graph, node, run) => LinkPrediction.Run(graph, new LinkPredictionOptions
        {
            Node = node, Measure = options.Measure, Direction = options.Direction, Limit = options.Limit,
        }, run).Pairs, cancellationToken);
    }

    private async Task<long> SaveAsync(AnalysisAnswer answer, AnalysisRequest request, FinishedAnalysis found, CancellationToken cancellationToken)
    {
        SaveRules.Check(request, answer.View.Names, found.Entities);
        return request.SaveAs is { } name ? await session.SaveScoresAsync(name, found.Seqs, found.Scores, cancellationToken).ConfigureAwait(false) : 0;
    }

    private async Task<IReadOnlyList<ScoredEntity>> PairsAsync(
        GraphAlgorithm algorithm, string id, GraphSelection on, int limit, Func<Subgraph, int, AlgorithmRun, IReadOnlyList<ScoredPair>> find, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        AnalysisRules.Check(on, limit);
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var found = await memory.RunShortAsync<IReadOnlyList<(int Seq, double Score)>>(
            session.TenantId,
            () =>
            {
                using var room = AnalysisRoom.Take(memory, view, new AnalysisRequest { Algorithm = algorithm, On = on }, cancellationToken);
                var graph = room.Graph;
                return [.. find(graph, AnalysisAnswer.NodeOf(view, graph, id), new AlgorithmRun(cancellationToken: cancellationToken)).Select(pair => (graph.Seqs[pair.Second], pair.Score))];
            },
            cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(view, found.Select(one => one.Seq), cancellationToken).ConfigureAwait(false);
        return [.. found.Select(one => names.Scored(one.Seq, one.Score))];
    }
}
