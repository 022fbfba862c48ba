namespace ThreeDb.Cli;

/// <summary>What <c>rank</c> and <c>communities</c> found, as a file holds it: entities with their score or the number of their group, and the relations among them.</summary>
internal static class AnalysisFile
{
    private const int ToldEvery = 1_000;

    /// <summary>The entities with the best scores.</summary>
    public static async Task<GraphFileContent> BestAsync(Call call, GraphAnalysis analysis)
    {
        var content = await GraphFileContent.AmongAsync(call, [.. analysis.Items.Select(item => (item.Id, item.Score))], "score");
        content = content with { Answer = analysis };
        return Named(analysis.Items.Count == analysis.Entities ? content : content with
        {
            Cut = Cut(analysis.Items.Count, analysis.Entities, GraphOptions.More(analysis.Items.Count, "--limit takes more, --all all of them", otherwise: "--all takes all of them")) + (content.Cut is { } other ? " " + other : ""),
        });
    }

    /// <summary>All entities, or all those of the largest groups, computed once and however many.</summary>
    /// <returns>They, and how many entities have a score.</returns>
    public static async Task<(GraphFileContent Content, int Scored)> WholeAsync(Call call, AnalysisRequest request, bool isAll)
    {
        var scores = await ScoresAsync(call, request);
        var all = scores.Count;
        if (!AnalysisKinds.HasGroups(request.Algorithm))
        {
            return (Named(GraphFileContent.Part(call, request.On, scores, "score")), all);
        }

        if (!isAll)
        {
            var largest = scores.Values.CountBy(group => group).OrderByDescending(group => group.Value).ThenBy(group => group.Key).Take(request.Limit).Select(group => group.Key).ToHashSet();
            foreach (var (id, _) in scores.Where(one => !largest.Contains(one.Value)).ToList())
            {
                scores.Remove(id);
            }
        }

        return (Named(GraphFileContent.Part(call, request.On, scores, "group")) with
        {
            Cut = scores.Count == all ? null : Cut(scores.Count, all, "--limit takes more groups, --all all of them"),
        }, all);
    }

    // How far it is nobody knows before the scores come; until then the bar only shows that it works.
    private static Task<Dictionary<string, double>> ScoresAsync(Call call, AnalysisRequest request) => !call.Screen.MayAnimate ? ReadAsync(call, request, null) : ProgressBoard.RunAsync(call, async board =>
    {
        var part = board.Begin(StrictObject.WordOf(request.Algorithm));
        var scores = await ReadAsync(call, request, part);
        part.Finish(scores.Count);
        return scores;
    });

    private static async Task<Dictionary<string, double>> ReadAsync(Call call, AnalysisRequest request, ProgressPart? part)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        await foreach (var (id, score) in call.Db.Graph.ScoresAsync(request, cancellationToken: call.Token))
        {
            scores.Add(id, score);
            if (scores.Count % ToldEvery == 0)
            {
                part?.Report(scores.Count);
            }
        }

        return scores;
    }

    private static GraphFileContent Named(GraphFileContent content) => content with { None = "This part of the graph is empty." };

    private static string Cut(long held, long all, string how) => $"The file holds {Quantity.Count(held)} of {Quantity.Count(all, "entity", "entities")}; {how}.";
}
