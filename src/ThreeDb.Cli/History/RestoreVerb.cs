using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db history restore</c>: makes an earlier version current again, as a new version.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> Id = new("ID") { Description = "The entity" };
    private static readonly Argument<long?> Version = new("VERSION") { Description = "The version; without it, undoes the deletion", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<long?> IfMatch = new("--if-match") { Description = "Only if this is the current version; a deletion counts as one", HelpName = "VERSION" };
    private static readonly Option<string?> Idempotency = new("--idempotency-key") { Description = "Makes a repeated call return the first one's result", HelpName = "KEY" };

    public static Command Make() => new Command("restore", "Make an earlier version current again, or bring back what was deleted") { Id, Version, IfMatch, Idempotency }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var done = await call.Db.History.RestoreAsync(
            call.Get(Id), call.Get(Version), new ChangeOptions { IfVersion = call.Get(IfMatch), IdempotencyKey = call.Get(Idempotency) }, call.Token);
        call.Screen.Answer(done, screen => screen.Line(done.Outcome == WriteOutcome.Unchanged
            ? EntityView.Outcome(done.Outcome, done.Entity.Id, done.Entity.Version)
            : $"Restored {Printable.Of(done.Entity.Id)}, as version {Quantity.Count(done.Entity.Version)}."));
    }
}
