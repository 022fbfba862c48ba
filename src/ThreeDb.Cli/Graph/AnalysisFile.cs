namespace ThreeDb.Cli;

/// <summary>What <c>rank</c> and <c>communities</c> found, as a file holds it.</summary>
internal static class AnalysisFile
{
    private const string Narrower = "a file holds no more: --types, --via and --project choose a smaller part";

    /// <summary>The entities with the best scores, or all those of the largest groups, each with its score or the number of its group, and the relations among them.</summary>
    public static async Task<GraphFileContent> OfAsync(Call call, AnalysisRequest request, GraphAnalysis analysis)
    {
        var content = analysis.Groups.Count > 0 ? await GroupsAsync(call, request, analysis) : await RankedAsync(call, analysis);
        return content with { None = "This part of the graph is empty." };
    }

    private static async Task<GraphFileContent> RankedAsync(Call call, GraphAnalysis analysis)
    {
        var content = await GraphFileContent.AmongAsync(call, [.. analysis.Items.Select(item => (item.Id, item.Score))], "score");
        return analysis.Items.Count == analysis.Entities ? content
            : content with { Cut = Cut(content, analysis.Items.Count, analysis.Entities, GraphOptions.More(analysis.Items.Count, "--limit takes more", otherwise: Narrower)) };
    }

    // The answer names only some members of each group; their scores name all.
    private static async Task<GraphFileContent> GroupsAsync(Call call, AnalysisRequest request, GraphAnalysis analysis)
    {
        var places = analysis.Groups.Select((group, place) => (group.Number, place)).ToDictionary(one => one.Number, one => one.place);
        var members = new List<(string Id, double Score)>();
        await foreach (var (id, score) in call.Db.Graph.ScoresAsync(request with { SaveAs = null }, cancellationToken: call.Token))
        {
            if (places.ContainsKey((long)score))
            {
                members.Add((id, score));
            }
        }

        var held = members.OrderBy(one => places[(long)one.Score]).Take(GraphOptions.MostEntities).ToList();
        var content = await GraphFileContent.AmongAsync(call, held, "group");
        return held.Count == analysis.Entities ? content
            : content with { Cut = Cut(content, held.Count, analysis.Entities, held.Count < members.Count ? Narrower : "--limit takes more groups") };
    }

    private static string Cut(GraphFileContent content, long held, long all, string how) =>
        string.Join(' ', [$"The file holds {Quantity.Count(held)} of {Quantity.Count(all, "entity", "entities")}; {how}.", content.Cut ?? ""]).TrimEnd();
}
