using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Shows how projections are: a table of all, then in sentences what each of them needs.</summary>
internal static class ProjectionView
{
    public static void DrawAll(IReadOnlyList<ProjectionStatus> statuses, DateTimeOffset now, Screen screen)
    {
        if (statuses.Count == 0)
        {
            screen.Note("No projections: all data is in PostgreSQL, and nothing has to be kept in step.");
            screen.Next(("sync add graph --kind falkordb --settings '{\"url\": \"redis://127.0.0.1:6379\"}'", "Keep a copy in another engine"));
            return;
        }

        var table = new Table("PROJECTION", "ENGINE", "STATE", ">FOR", ">BEHIND", ">CHANGES", ">APPLIED/S", ">PARKED", "BREAKER");
        foreach (var status in statuses)
        {
            table.Row(status.Name, status.Kind, ProjectionText.Word(status.State), ProjectionText.Since(status.Since, now), ProjectionText.Lag(status), ProjectionText.Pending(status),
                ProjectionText.Rate(status.AppliedPerSecond), Quantity.Count(status.Parked), status.Breaker);
        }

        screen.Print(table);
        foreach (var status in statuses)
        {
            var sentences = ProjectionText.Sentences(status, now, screen.Command).ToList();
            if (sentences.Count > 0)
            {
                screen.Heading(Printable.Of(status.Name));
                sentences.ForEach(sentence => screen.Line("  " + Printable.Of(sentence)));
            }
        }

        if (statuses.Select(HoldToTell).FirstOrDefault(hold => hold is not null) is { } hold)
        {
            screen.Heading("The change log is held back for all projections");
            screen.Line("  " + Printable.Of(ProjectionText.Frontier(hold)));
        }
    }

    public static void DrawOne(ProjectionStatus status, DateTimeOffset now, Screen screen)
    {
        var (ink, word) = (screen.Ink, ProjectionText.Word(status.State));
        var state = status.State switch
        {
            ProjectionState.Live => ink.Green(word),
            ProjectionState.Stalled or ProjectionState.Broken => ink.Red(word),
            _ => ink.Yellow(word),
        };
        screen.Line($"{ink.Bold(Printable.Of(status.Name))} is {state}, for {ProjectionText.Since(status.Since, now)}.");
        foreach (var sentence in ProjectionText.Sentences(status, now, screen.Command))
        {
            screen.Line("  " + Printable.Of(sentence));
        }

        if (HoldToTell(status) is { } hold)
        {
            screen.Line("  " + Printable.Of("The change log is held back for all projections. " + ProjectionText.Frontier(hold)));
        }

        screen.Line();
        screen.Pairs(
            ("engine", status.Kind),
            ("behind", $"{ProjectionText.Lag(status)}, {ProjectionText.Pending(status)} {(status.Pending == 1 ? "change" : "changes")}"),
            ("applied", $"{Quantity.Count(status.Applied)} rows since its leader leads, {ProjectionText.Rate(status.AppliedPerSecond)} per second now"),
            ("retries", Quantity.Count(status.Retries)),
            ("parked", Quantity.Count(status.Parked)),
            ("breaker", status.Breaker),
            ("gathered", ProjectionText.Gathered(status)),
            ("leader", status.Leader is { } leader ? $"{leader} (epoch {status.Epoch})" : "none"),
            ("position", status.Position?.Token ?? Quantity.Unknown),
            ("compared", status.LastReconcile is { } report ? ProjectionText.Report(report) : "never"));
        if (status.LastReconcile is { Examples: { Count: > 0 } examples })
        {
            screen.Line($"  {ink.Dim("found   ")}  {Printable.Of(string.Join(", ", examples.Take(10)))}{(examples.Count > 10 ? ", …" : "")}");
        }

        screen.Heading("Definition");
        screen.Line(EntityView.Pretty(JsonSerializer.SerializeToElement(status.Definition, ThreeDbJson.Options)));
    }

    // A projection that stands still because of it says so as its reason.
    private static FrontierHold? HoldToTell(ProjectionStatus status) => status.State == ProjectionState.Stalled ? null : status.Frontier;
}
