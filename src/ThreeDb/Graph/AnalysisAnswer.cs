using System.Diagnostics;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>One run of an algorithm: chooses the sub-graph, waits for its turn, computes, and names what it found.</summary>
internal sealed class AnalysisAnswer(StoreSession session, GraphMemory memory, GraphView view, AnalysisRequest request)
{
    /// <summary>The version that is looked at.</summary>
    public GraphView View => view;

    /// <summary>Computes. Everything is of the one version.</summary>
    /// <param name="isStreamed">Whether the score of every entity is the answer.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>; <c>TDB1005</c> when a number grows beyond all bounds; <c>TDB2018</c> when its memory does not fit.</exception>
    public Task<FinishedAnalysis> ComputeAsync(bool isStreamed, IProgress<double>? progress, CancellationToken cancellationToken) => memory.Turns.RunAsync(
        session.TenantId,
        () =>
        {
            var started = Stopwatch.GetTimestamp();
            var paced = progress is null ? null : new PacedProgress(progress);
            var room = AnalysisRoom.Take(memory, view, request, cancellationToken);
            try
            {
                var outcome = Run(room.Graph, new AlgorithmRun(paced, request.Seed, cancellationToken: cancellationToken));
                CheckFinite(outcome);
                paced?.Report(1);
                return FinishedAnalysis.Of(room, outcome, request, isStreamed, Stopwatch.GetElapsedTime(started).TotalMilliseconds, cancellationToken);
            }
            catch
            {
                room.Dispose();
                throw;
            }
        },
        place => (progress as IAnalysisProgress)?.Queued(place),
        cancellationToken);

    /// <summary>The answer with names.</summary>
    public async Task<GraphAnalysis> NamedAsync(FinishedAnalysis found, long saved, CancellationToken cancellationToken)
    {
        var names = await new GraphNaming(view, session.Graph).ReadAsync(
            [.. found.Best.Select(one => one.Seq), .. found.Groups.SelectMany(group => group.Members).Select(member => member.Seq)], cancellationToken).ConfigureAwait(false);
        var analysis = new GraphAnalysis
        {
            Algorithm = request.Algorithm,
            Entities = found.Entities,
            Relations = found.Relations,
            Summary = found.Summary,
            Items = [.. found.Best.Select(one => names.Scored(one.Seq, one.Score))],
            Groups = [.. found.Groups.Select(group => new GraphGroup(group.Number, group.Size, [.. group.Members.Select(member => names.Scored(member.Seq, member.Degree))]))],
            Pairs = [.. found.Pairs.Select(pair => new GraphPair(view.IdOf(pair.First), view.IdOf(pair.Second), pair.Score))],
            Saved = saved,
            Milliseconds = found.Milliseconds,
        };
        return GraphNotes.Add(analysis, GraphNotes.Selection(view, request.On));
    }

    internal static SubgraphSelection SelectionOf(GraphView view, GraphSelection on) => SubgraphSelection.Of(view.Names, on.Types, on.Via, on.Project, on.At);

    /// <summary>The node of an entity.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>; <c>TDB1017</c> when it is not in the sub-graph.</exception>
    internal static int NodeOf(GraphView view, Subgraph graph, string id)
    {
        var seq = view.Find(id) is var found and not 0 ? found : throw SessionGraph.NotFound(id);
        var node = graph.Seqs.BinarySearch(seq);
        return node >= 0 ? node : throw new ThreeDbException(ErrorCodes.InvalidParameter,
            $"The entity '{id}' does not belong to the part of the graph that was chosen: its type is '{view.Names.EntityTypes[view.TypeOf(seq)]}', {Project(view.ProjectOf(seq))}.",
            "Choose a part with it: name its type as well, and its project or none; or leave them out.");

        string Project(int number) => number == 0 ? "and it has no project" : $"its project '{view.Names.Projects[number]}'";
    }

    // An algorithm knows nodes only.
    private AnalysisOutcome Run(Subgraph graph, AlgorithmRun run)
    {
        try
        {
            return Analyses.Run(graph, request, Nodes(graph), run);
        }
        catch (WeightException e) when (RelationWeights.NameOf(view, graph.Seqs[e.From], graph.Seqs[e.To], e.Weight, SelectionOf(view, request.On).RelationTypes) is { } relation)
        {
            throw e.Named(relation);
        }
    }

    // Sums of huge weights leave the range of numbers, which neither JSON nor an order could hold.
    private static void CheckFinite(AnalysisOutcome outcome)
    {
        if (!Array.TrueForAll(outcome.Scores ?? [], double.IsFinite) || !outcome.Summary.Values.All(double.IsFinite) || !outcome.Pairs.All(pair => double.IsFinite(pair.Score)))
        {
            throw new ThreeDbException(ErrorCodes.NumberOutOfRange, "A score is outside the range of a 64-bit float: the weights of the relations are too large to add up.", "Choose relations with smaller weights, or leave weights out.");
        }
    }

    private int[] Nodes(Subgraph graph) => [.. request.From.Select(id => NodeOf(view, graph, id))];
}
