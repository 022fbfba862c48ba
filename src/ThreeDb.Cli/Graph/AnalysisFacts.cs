namespace ThreeDb.Cli;

/// <summary>The facts about a whole analysis as people read them: what is only yes or no, and what belongs together, in words.</summary>
internal static class AnalysisFacts
{
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, double> summary)
    {
        foreach (var (name, value) in summary)
        {
            var words = (name, value) switch
            {
                ("iterations", _) when summary.ContainsKey("converged") => null,
                ("converged", _) => $"{(value != 0 ? "converged" : "did not converge")}{(summary.TryGetValue("iterations", out var rounds) ? $" {(value != 0 ? "after" : "in")} {Quantity.Count((long)rounds, "round", "rounds")}" : "")}",
                ("sources" or "errorBound", _) when summary.ContainsKey("exact") => null,
                ("exact", not 0) => "exact",
                ("exact", _) => $"from a sample of {Quantity.Count((long)summary.GetValueOrDefault("sources"), "entity", "entities")}, off by {AnalysisView.Number(summary.GetValueOrDefault("errorBound"))} at most",
                _ => $"{name} {AnalysisView.Number(value)}",
            };
            if (words is not null)
            {
                yield return words;
            }
        }
    }
}
