using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db graph scores</c>: what algorithms saved of entities.</summary>
internal static class ScoreVerbs
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name under which they are saved" };

    public static Command Make() => new Command("scores", "The names under which scores are saved, for lists and searches: $score.NAME")
    {
        new Command("delete", "Remove all that is saved under a name; the entities stay") { Name }.Runs(DeleteAsync),
    }.Reads(ListAsync);

    /// <summary>Says beside an answer that nobody has saved scores that were asked for.</summary>
    public static void NoteUnknown(IReadOnlyList<string>? names, Screen screen)
    {
        foreach (var name in names ?? [])
        {
            screen.Note($"Nobody has saved scores as '{Printable.Of(name)}'; '3db graph scores' lists the names.");
        }
    }

    private static async Task ListAsync(Call call)
    {
        var scores = await call.Db.Scores.ListAsync(call.Token);
        call.Screen.Answer(scores, screen =>
        {
            if (scores.Count == 0)
            {
                screen.Note("No scores are saved.");
                screen.Next(("graph rank --save-as importance", "Save some"));
                return;
            }

            var table = new Table("NAME", ">ENTITIES", "SAVED");
            foreach (var score in scores)
            {
                table.Row(score.Name, Quantity.Count(score.Count), Quantity.At(score.SavedAt));
            }

            screen.Print(table);
        });
    }

    private static async Task DeleteAsync(Call call)
    {
        var name = call.Get(Name);
        if (!await call.Db.Scores.DeleteAsync(name, call.Token))
        {
            throw new ThreeDbException(ErrorCodes.ScoreNotFound, $"No scores are saved as '{Printable.Short(name)}'.");
        }

        call.Screen.Answer(new NameAnswer(name), screen => screen.Line($"Removed the scores saved as {Printable.Of(name)}."));
    }
}
