using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db sync dead-letters</c>: keys that a projection could not apply.</summary>
internal static class DeadLettersVerb
{
    private static readonly string[] Orders = ["retry", "discard"];

    private static readonly Argument<string?> Order = new("retry|discard") { Description = "Try them again, or forget them; lists them without it", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<long[]> Ids = new("ID") { Description = "Which of them; all without it", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Confirm = new("--confirm") { Description = "The projection's name again, to discard all of them", HelpName = "NAME" };
    private static readonly LimitOption Limit = new(100, 10_000);

    public static Command Make()
    {
        Order.CompletionSources.Clear();
        Order.CompletionSources.Add(Orders);
        return new Command("dead-letters", "List keys that could not be applied, try them again, or forget them") { SyncVerbs.Name, Order, Ids, Confirm, Limit.Option }.Runs(RunAsync);
    }

    private static Task RunAsync(Call call) => call.Get(Order) switch
    {
        null => ListAsync(call),
        "retry" => RetryAsync(call),
        "discard" => DiscardAsync(call),
        var other => throw Usage.Fault($"'{Printable.Short(other)}' is neither retry nor discard{Nearest.Hint(other, Orders)}.", "3db sync dead-letters"),
    };

    private static async Task ListAsync(Call call)
    {
        var name = call.Get(SyncVerbs.Name);
        var limit = Limit.Of(call);
        var letters = await call.Db.Sync.DeadLettersAsync(name, limit, call.Token);
        call.Screen.Answer(letters, screen =>
        {
            if (letters.Count == 0)
            {
                screen.Note($"No dead letters: {Printable.Of(name)} could apply everything.");
                return;
            }

            var table = new Table(">ID", "ENTITY", "RELATION", ">TRIED", "LAST", "REASON");
            foreach (var letter in letters)
            {
                table.Row(Quantity.Count(letter.Id).Replace(",", "", StringComparison.Ordinal), letter.Entity, letter.Relation, Quantity.Count(letter.Attempts), Quantity.At(letter.LastAt), letter.Reason);
            }

            screen.Print(table);
            if (letters.Count == limit)
            {
                screen.Note($"There may be more: --limit {Math.Min(10_000, limit * 10)}.");
            }

            screen.Note("Each is tried again by itself when the record changes. To try them now, with what PostgreSQL holds now:");
            screen.Next(($"sync dead-letters {Printable.Of(name)} retry", "all of them"), ($"sync dead-letters {Printable.Of(name)} retry {letters[0].Id}", "one of them"));
        });
    }

    private static async Task RetryAsync(Call call)
    {
        var name = call.Get(SyncVerbs.Name);
        var chosen = Chosen(call);
        var count = await call.Db.Sync.RetryAsync(name, chosen, call.Token);
        CheckFound(call, chosen, count);
        call.Screen.Answer(new LettersAnswer(count), screen =>
        {
            screen.Line(count == 0 ? "There was nothing to try again." : $"{Quantity.Count(count, "key is", "keys are")} tried again.");
            screen.Next(($"sync dead-letters {Printable.Of(name)}", "See what is left"));
        });
    }

    private static async Task DiscardAsync(Call call)
    {
        var (name, chosen) = (call.Get(SyncVerbs.Name), Chosen(call));
        await call.Db.Sync.GetAsync(name, call.Token);
        if (chosen is null && call.Get(Confirm) != name)
        {
            throw Usage.Fault($"This forgets all dead letters of '{Printable.Short(name)}'; name some, or add --confirm={Printable.Short(name)} if that is meant.", "3db sync dead-letters");
        }

        var count = await call.Db.Sync.DiscardAsync(name, chosen, call.Token);
        CheckFound(call, chosen, count);
        call.Screen.Answer(new LettersAnswer(count), screen => screen.Line(count == 0 ? "There was nothing to forget."
            : $"Forgot {Quantity.Count(count, "key", "keys")}. {Printable.Of(name)} lacks what {(count == 1 ? "it holds" : "they hold")} until the next change or reconcile."));
    }

    // Whoever names one and is told that all is well looks no further.
    private static void CheckFound(Call call, long[]? chosen, int count)
    {
        if (chosen is not null && count < chosen.Distinct().Count())
        {
            call.Screen.Warn($"{(count == 0 ? "None" : "Not all")} of the dead letters named {(count == 0 ? "is" : "are")} there: '{call.Screen.Command} sync dead-letters {call.Get(SyncVerbs.Name)}' lists them.");
            call.ExitCode = ExitCodes.NotFound;
        }
    }

    private static long[]? Chosen(Call call) => call.Get(Ids) is { Length: > 0 } ids ? ids : null;
}

/// <summary>How many keys it concerned.</summary>
internal sealed record LettersAnswer(int Count);
