namespace ThreeDb.Cli;

/// <summary>What <c>rank</c> and <c>communities</c> found, as a file holds it: entities with their score or the number of their group, and the relations among them.</summary>
internal static class AnalysisFile
{
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
    public static async Task<GraphFileContent> WholeAsync(Call call, AnalysisRequest request, bool isAll)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        await foreach (var (id, score) in call.Db.Graph.ScoresAsync(request, cancellationToken: call.Token))
        {
            scores.Add(id, score);
        }

        if (!AnalysisKinds.HasGroups(request.Algorithm))
        {
            return Named(GraphFileContent.Part(call, request.On, scores, "score"));
        }

        var all = scores.Count;
        if (!isAll)
        {
            var largest = scores.Values.CountBy(group => group).OrderByDescending(group => group.Value).ThenBy(group => group.Key).Take(request.Limit).Select(group => group.Key).ToHashSet();
            foreach (var (id, _) in scores.Where(one => !largest.Contains(one.Value)).ToList())
            {
                scores.Remove(id);
            }
        }

        return Named(GraphFileContent.Part(call, request.On, scores, "group")) with
        {
            Cut = scores.Count == all ? null : Cut(scores.Count, all, "--limit takes more groups, --all all of them"),
        };
    }

    private static GraphFileContent Named(GraphFileContent content) => content with { None = "This part of the graph is empty." };

    private static string Cut(long held, long all, string how) => $"The file holds {Quantity.Count(held)} of {Quantity.Count(all, "entity", "entities")}; {how}.";
}
