using System.CommandLine;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary><c>3db sync rules</c>: what goes into a projection, and how it looks there.</summary>
internal static class SyncRulesVerb
{
    private static readonly Argument<string?> Rules = new(JsonInput.Form)
    {
        Description = "The new rules: types, relations, reconcileAt, maxRowsPerSecond; shows the present ones without it", Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Make() => new Command("rules", "Show or set what goes into a projection") { SyncVerbs.Name, Rules }.Runs(RunAsync);

    /// <summary>Rules from the command line. Null is none of them: the server takes it for no rules at all, and what was left out on purpose would go there.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>; as <see cref="JsonInput.ReadAsync"/>.</exception>
    public static async Task<JsonElement> ReadAsync(Call call, string text) =>
        await JsonInput.ReadAsync(call, text) is { ValueKind: not JsonValueKind.Null } rules ? rules
            : throw Usage.Fault("The rules are an object, such as {\"types\": {}}; {} for none.");

    private static async Task RunAsync(Call call)
    {
        var name = call.Get(SyncVerbs.Name);
        var status = await call.Db.Sync.GetAsync(name, call.Token);
        if (call.Get(Rules) is { } text)
        {
            var (kind, settings, rules) = (status.Definition.Kind, status.Definition.Settings, await ReadAsync(call, text));
            status = await call.Db.PutProjectionAsync(name, JsonSerializer.SerializeToElement(new { kind, settings, rules }, ThreeDbJson.Options), call.Token);
            call.Screen.Answer(status.Definition.Rules ?? new SyncRules(), screen =>
            {
                screen.Line($"Set the rules of {Printable.Of(name)}. What they concern is built anew, beside new changes.");
                screen.Next(($"sync status {Printable.Of(name)}", "See how far it is"));
            });
            return;
        }

        var present = status.Definition.Rules ?? new SyncRules();
        call.Screen.Answer(present, screen =>
        {
            screen.Line(EntityView.Pretty(JsonSerializer.SerializeToElement(present, ThreeDbJson.Options)));
            if (status.Definition.Rules is null)
            {
                screen.Note("There are no rules: everything goes there, unchanged.");
            }

            if (status.Gathered.Count > 0)
            {
                screen.Note($"Changes are gathered before they are applied: {Printable.Of(ProjectionText.Gathered(status))}.");
            }
        });
    }
}
