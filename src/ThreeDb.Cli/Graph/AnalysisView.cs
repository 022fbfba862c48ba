using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>Draws what algorithms found.</summary>
internal static class AnalysisView
{
    public static void Draw(GraphAnalysis analysis, AnalysisRequest request, Screen screen)
    {
        if (analysis.Groups.Count > 0)
        {
            DrawGroups(analysis, screen);
        }
        else if (analysis.Pairs.Count > 0)
        {
            var table = new Table("FROM", "TO", ">SCORE");
            foreach (var pair in analysis.Pairs)
            {
                table.Row(pair.From, pair.To, Number(pair.Score));
            }

            screen.Print(table);
        }
        else
        {
            Draw(analysis.Items, request.Limit == 0 ? "" : "This part of the graph is empty.", screen);
        }

        screen.Note($"{StrictObject.WordOf(analysis.Algorithm)} of {Quantity.Count(analysis.Entities, "entity", "entities")} and {Quantity.Count(analysis.Relations, "relation", "relations")}, in {Quantity.Milliseconds(analysis.Milliseconds)}"
            + string.Concat(AnalysisFacts.Of(analysis.Summary).Select(fact => "; " + fact)) + ".");
        GraphOptions.Told(screen, analysis);
        Saved(screen, request, analysis.Saved);
    }

    /// <summary>Says that scores were saved, where that was asked for.</summary>
    public static void Saved(Screen screen, AnalysisRequest request, long scores)
    {
        if (request.SaveAs is { } name)
        {
            screen.Note($"Saved {Quantity.Count(scores, "score", "scores")} as '{Printable.Of(name)}'.");
            screen.Next(($"list --order '-$score.{Printable.Of(name)}'", "List by it"));
        }
    }

    public static void Draw(IReadOnlyList<ScoredEntity> entities, string none, Screen screen)
    {
        if (entities.Count == 0)
        {
            screen.Note(none);
            return;
        }

        var table = new Table("ID", "TYPE", ">SCORE", "ABOUT");
        foreach (var entity in entities)
        {
            table.Row(entity.Id, entity.Type, Number(entity.Score), entity.Title);
        }

        screen.Print(table);
    }

    /// <summary>A number to four digits, or to the whole: scores of large graphs are small, and sums over them large.</summary>
    public static string Number(double number) => (number == Math.Truncate(number) || Math.Abs(number) >= 1e4) && Math.Abs(number) < 1e15
        ? number.ToString("N0", CultureInfo.InvariantCulture)
        : number.ToString("G4", CultureInfo.InvariantCulture);

    private static void DrawGroups(GraphAnalysis analysis, Screen screen)
    {
        var table = new Table(">GROUP", ">ENTITIES", "MOST CONNECTED");
        foreach (var group in analysis.Groups)
        {
            table.Row(Quantity.Count(group.Number), Quantity.Count(group.Size), string.Join(", ", group.Members.Select(member => member.Id)));
        }

        screen.Print(table);
    }
}
