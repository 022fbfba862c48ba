using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>Draws what a query found.</summary>
internal static class HitView
{
    public static void Draw(QueryResult result, int limit, Screen screen)
    {
        if (result.Items.Count == 0)
        {
            screen.Note("Nothing found.");
        }
        else
        {
            screen.Print(TableOf(result.Items));
            if (result.Items.Count == limit)
            {
                screen.Note($"The best {Quantity.Count(limit)}; --limit shows more.");
            }
        }

        ScoreVerbs.NoteUnknown(result.UnknownScores, screen);
        if (result.Explanation is { } explanation)
        {
            Draw(explanation, screen);
        }
    }

    private static Table TableOf(IReadOnlyList<Hit> hits)
    {
        // With one leg and no boost its score is the score.
        var isFused = hits.Any(hit => Legs(hit.Scores) > 1 || hit.Scores.Boost is not null);
        var table = new Table(">SCORE", ">TEXT", ">NEAR", ">GRAPH", ">BOOST", "ID", "TYPE", "PATH", "ABOUT");
        foreach (var hit in hits)
        {
            table.Row(Quantity.Score(hit.Score), isFused ? Quantity.Score(hit.Scores.Text) : "", isFused ? Quantity.Score(hit.Scores.Near) : "",
                isFused ? Quantity.Score(hit.Scores.Graph) : "",
                hit.Scores.Boost is { } boost ? Quantity.Score(boost.Values.Sum(score => score.Added)) : "", hit.Entity.Id, hit.Entity.Type, hit.Path is { } path ? string.Join(" → ", path) : "",
                Printable.Short(OnOneLine(hit.Highlight ?? EntityView.Summary(hit.Entity)), 200));
        }

        return table;
    }

    private static string OnOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Legs(LegScores scores) => (scores.Text is null ? 0 : 1) + (scores.Near is null ? 0 : 1) + (scores.Graph is null ? 0 : 1);

    private static void Draw(QueryExplanation explanation, Screen screen)
    {
        screen.Heading("How it was found: " + Printable.Of(explanation.Strategy));
        var table = new Table("STEP", ">ROWS", ">TIME", "WHAT");
        foreach (var step in explanation.Steps)
        {
            table.Row(step.Name, step.Rows.ToString("N0", CultureInfo.InvariantCulture), Quantity.Milliseconds(step.Milliseconds), step.Detail);
        }

        screen.Print(table);
        foreach (var rejected in explanation.Rejected)
        {
            screen.Line("  not: " + Printable.Of(rejected));
        }
    }
}
