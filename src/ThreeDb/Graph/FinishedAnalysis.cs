using ThreeDb.Graphs;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>What a run found that is needed once it is over, with the memory for it. The sub-graph is not: who saves or reads slowly holds up no other run for it. Owner: whoever asked for the run.</summary>
internal sealed class FinishedAnalysis : IDisposable
{
    private const int BytesPerScore = sizeof(int) + sizeof(double);
    private const int Shown = 5;

    /// <summary>How many entities were looked at.</summary>
    public required int Entities { get; init; }

    /// <summary>How many relations were looked at.</summary>
    public required int Relations { get; init; }

    /// <summary>Facts about the whole.</summary>
    public required IReadOnlyDictionary<string, double> Summary { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The seq of every entity, where their scores are wanted; else empty.</summary>
    public int[] Seqs { get; private init; } = [];

    /// <summary>The score of every entity, beside <see cref="Seqs"/>.</summary>
    public double[] Scores { get; private init; } = [];

    /// <summary>The entities with the largest scores.</summary>
    public IReadOnlyList<(int Seq, double Score)> Best { get; private init; } = [];

    /// <summary>The largest groups with their most connected members.</summary>
    public IReadOnlyList<(int Number, int Size, (int Seq, int Degree)[] Members)> Groups { get; private init; } = [];

    /// <summary>The best pairs.</summary>
    public IReadOnlyList<(int First, int Second, double Score)> Pairs { get; private init; } = [];

    private MemoryReservation? Memory { get; init; }

    /// <summary>What is needed of an outcome. Within the run: it looks at the sub-graph.</summary>
    /// <param name="room">The sub-graph and the memory; ends with this.</param>
    /// <param name="outcome">What was found.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="isStreamed">Whether the score of every entity is the answer.</param>
    /// <param name="milliseconds">How long it took.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static FinishedAnalysis Of(
        AnalysisRoom room, AnalysisOutcome outcome, AnalysisRequest request, bool isStreamed, double milliseconds, CancellationToken cancellationToken)
    {
        var graph = room.Graph;
        var scored = isStreamed || outcome.Groups is not null ? [] : BestScores.Of(outcome.Scores?.Length ?? 0, node => outcome.Scores![node], request.Limit, cancellationToken);
        var groups = isStreamed || outcome.Groups is not { } partition ? [] : LargestGroups.Of(graph, partition, request.Limit, Shown, cancellationToken);
        var keepsScores = outcome.Scores is not null && (isStreamed || request.SaveAs is not null);
        return new FinishedAnalysis
        {
            Entities = graph.NodeCount,
            Relations = graph.RelationCount,
            Summary = outcome.Summary,
            Milliseconds = milliseconds,
            Seqs = keepsScores ? graph.Seqs.ToArray() : [],
            Scores = keepsScores ? outcome.Scores! : [],
            Best = [.. scored.Select(node => (graph.Seqs[node], outcome.Scores![node]))],
            Groups = [.. groups.Select(group => (group.Number, group.Size, Array.ConvertAll(group.Members, member => (graph.Seqs[member.Node], member.Degree))))],
            Pairs = [.. outcome.Pairs.Take(request.Limit).Select(pair => (graph.Seqs[pair.First], graph.Seqs[pair.Second], pair.Score))],
            Memory = room.Keep(keepsScores ? (long)graph.NodeCount * BytesPerScore : 0),
        };
    }

    public void Dispose() => Memory?.Dispose();
}
