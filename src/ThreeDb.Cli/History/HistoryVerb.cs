using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db history</c>: who changed an entity, when; what a version was; how two differ.</summary>
internal static class HistoryVerb
{
    private static readonly Argument<string> Id = new("ID") { Description = "The entity; a deleted one, too" };
    private static readonly Option<long?> Version = new("--version") { Description = "Show this version", HelpName = "N" };
    private static readonly Option<long[]> Diff = new("--diff")
    {
        Description = "How version B differs from version A, as a JSON Patch", HelpName = "A B", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Show the version of this time", HelpName = "TIME" };
    private static readonly LimitOption Limit = new(50);

    public static Command Make() => new Command("history", "Show who changed an entity, when and how; restore an earlier version")
    {
        Id, Version, Diff, AsOf, Limit.Option, Paging.After, RestoreVerb.Make(),
    }.Reads(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var id = call.Get(Id);
        var diff = call.Get(Diff) is [var from, var to] ? (from, to) : ((long, long)?)null;
        var time = Times.Parse(call.Get(AsOf), "--as-of");
        if ((call.Get(Version) is null ? 0 : 1) + (diff is null ? 0 : 1) + (time is null ? 0 : 1) > 1)
        {
            throw Usage.Fault("Give one of --version, --diff and --as-of.", "3db history");
        }

        if (diff is var (a, b))
        {
            var patch = await call.Db.History.DiffAsync(id, a, b, call.Token);
            call.Screen.Answer(patch, screen => HistoryView.Draw(patch, a, b, screen));
        }
        else if (call.Get(Version) is not null || time is not null)
        {
            var version = call.Get(Version) is { } number
                ? await call.Db.History.GetAsync(id, number, call.Token)
                : await call.Db.History.AsOfAsync(id, time!.Value, call.Token)
                    ?? throw new ThreeDbException(ErrorCodes.VersionNotFound, $"'{Printable.Short(id)}' did not exist at {Quantity.At(time)}.");
            call.Screen.Answer(version, screen => EntityView.Draw(version, screen));
        }
        else
        {
            var page = await call.Db.History.ListAsync(id, Limit.Of(call), call.Get(Paging.After), call.Token);
            call.Screen.Answer(page, screen => Draw(page, id, screen));
        }
    }

    private static void Draw(HistoryPage page, string id, Screen screen)
    {
        HistoryView.Draw(page, screen);
        if (page.Next is not null)
        {
            screen.Note($"The newest {Quantity.Count(page.Items.Count)}; there are more. The next page: --after {page.Next}");
        }

        if (page.Items is [{ Version: var last } newest, ..])
        {
            screen.Next(newest.Operation == ChangeOperation.Deleted ? ($"history restore {Printable.Of(id)}", "Bring it back")
                : last > 1 ? ($"history {Printable.Of(id)} --diff {last - 1} {last}", "See the last change")
                : ($"history {Printable.Of(id)} --version {last}", "See it"));
        }
    }
}
