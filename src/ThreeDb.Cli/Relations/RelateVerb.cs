using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db relate</c> and <c>3db unrelate</c>: edges between entities.</summary>
internal static class RelateVerb
{
    private static readonly Argument<string> From = new("FROM") { Description = "The source" };
    private static readonly Argument<string> Type = new("TYPE") { Description = "The type of the relation, for example WRITTEN_BY" };
    private static readonly Argument<string> To = new("TO") { Description = "The target" };
    private static readonly Option<string?> Key = new("--key") { Description = "Which of several relations of this type between the two", HelpName = "KEY" };
    private static readonly Option<string?> Data = new("--data") { Description = "A JSON object about the relation", HelpName = JsonInput.Form };
    private static readonly Option<double> Weight = new("--weight") { Description = "The weight", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> ValidFrom = new("--from") { Description = "From when on it holds", HelpName = "TIME" };
    private static readonly Option<string?> ValidTo = new("--to") { Description = "Until when it holds (exclusive)", HelpName = "TIME" };

    public static Command Make() =>
        new Command("relate", "Create or update a relation; its ends need not exist yet") { From, Type, To, Key, Data, Weight, ValidFrom, ValidTo }.Runs(RelateAsync);

    public static Command MakeUnrelate() => new Command("unrelate", "Remove a relation") { From, Type, To, Key }.Runs(UnrelateAsync);

    private static async Task RelateAsync(Call call)
    {
        var relate = new Relate(call.Get(From), call.Get(Type), call.Get(To))
        {
            Key = call.Get(Key) ?? "",
            Data = call.Get(Data) is { } data ? await JsonInput.ReadAsync(call, data) : null,
            Weight = call.Get(Weight),
            ValidFrom = Times.Parse(call.Get(ValidFrom), "--from"),
            ValidTo = Times.Parse(call.Get(ValidTo), "--to"),
        };
        var done = await call.Db.Relations.RelateAsync(relate, call.Token);
        call.Screen.Answer(done, screen =>
        {
            screen.Line(EntityView.Outcome(done.Outcome, $"{relate.From} -{relate.Type}→ {relate.To}", done.Relation.Version));
            screen.Next(($"graph network {Printable.Of(relate.From)}", "See what is around it"));
        });
    }

    private static async Task UnrelateAsync(Call call)
    {
        var unrelate = new Unrelate(call.Get(From), call.Get(Type), call.Get(To)) { Key = call.Get(Key) ?? "" };
        var done = await call.Db.Relations.UnrelateAsync(unrelate, call.Token);
        var others = done.Outcome == WriteOutcome.Unchanged && unrelate.Key.Length == 0 ? await OthersAsync(call, unrelate) : [];
        call.Screen.Answer(done, screen =>
        {
            screen.Line(done.Outcome == WriteOutcome.Unchanged
                ? "There was no such relation."
                : $"Removed {Printable.Of(unrelate.From)} -{Printable.Of(unrelate.Type)}→ {Printable.Of(unrelate.To)}.");
            foreach (var other in others)
            {
                screen.Note(other.Derived
                    ? $"One is derived from the field '{Printable.Of(other.Key.TrimStart('@'))}' of {Printable.Of(unrelate.From)}: change that field, and it goes."
                    : $"There is one with the key '{Printable.Of(other.Key)}': add --key {Printable.Of(other.Key)}");
            }
        });
    }

    // Without a key only the one that has none is meant.
    private static async Task<IReadOnlyList<Relation>> OthersAsync(Call call, Unrelate unrelate)
    {
        const int Most = 3;
        var page = await call.Db.Relations.ListAsync(new RelationRequest(unrelate.From) { Direction = Direction.Out, Types = [unrelate.Type], Limit = 1_000 }, call.Token);
        return [.. page.Items.Where(relation => relation.To == unrelate.To).Take(Most)];
    }
}
