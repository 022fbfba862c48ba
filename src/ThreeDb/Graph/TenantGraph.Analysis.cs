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
        var (graph, outcome, milliseconds) = await answer.ComputeAsync(progress, cancellationToken).ConfigureAwait(false);
        var saved = await SaveAsync(answer, request, graph, outcome, cancellationToken).ConfigureAwait(false);
        return await answer.NamedAsync(graph, outcome, milliseconds, saved, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<EntityScore> ScoresAsync(AnalysisRequest request, IProgress<double>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AnalysisRules.CheckStream(request);
        var answer = new AnalysisAnswer(session, memory, await ViewAsync(cancellationToken).ConfigureAwait(false), request);
        var (graph, outcome, _) = await answer.ComputeAsync(progress, cancellationToken).ConfigureAwait(false);
        await SaveAsync(answer, request, graph, outcome, cancellationToken).ConfigureAwait(false);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new EntityScore(answer.View.IdOf(graph.Seqs[node]), outcome.Scores![node]);
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

    private async Task<long> SaveAsync(AnalysisAnswer answer, AnalysisRequest request, Subgraph graph, AnalysisOutcome outcome, CancellationToken cancellationToken)
    {
        SaveRules.Check(request, answer.View.Names, graph.NodeCount);
        return request.SaveAs is { } name && outcome.Scores is { } scores
            ? await session.SaveScoresAsync(name, graph.Seqs.ToArray(), scores, cancellationToken).ConfigureAwait(false)
            : 0;
    }

    private async Task<IReadOnlyList<ScoredEntity>> PairsAsync(
        GraphAlgorithm algorithm, string id, GraphSelection on, int limit, Func<Subgraph, int, AlgorithmRun, IReadOnlyList<ScoredPair>> find, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        AnalysisRules.Check(on, limit);
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var (graph, pairs) = await memory.RunShortAsync(
            session.TenantId,
            () =>
            {
                using var room = AnalysisRoom.Take(memory, view, new AnalysisRequest { Algorithm = algorithm, On = on }, cancellationToken);
                return (room.Graph, find(room.Graph, AnalysisAnswer.NodeOf(view, room.Graph, id), new AlgorithmRun(cancellationToken: cancellationToken)));
            },
            cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(view, pairs.Select(pair => graph.Seqs[pair.Second]), cancellationToken).ConfigureAwait(false);
        return [.. pairs.Select(pair => names.Scored(graph.Seqs[pair.Second], pair.Score))];
    }
}
