using System.CommandLine;
using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary><c>3db demo</c>: everything once, on Debian's package catalogue.</summary>
internal static class DemoVerb
{
    public static readonly Option<int?> Limit = new("--limit") { Description = "Load only so many packages; default all of them", HelpName = "N" };

    public static Command Make() => new Command("demo", "See it work on Debian's package catalogue: start, load, ask")
    {
        Limit, DemoWith.Engines, DemoWith.Neo4jUrl, DemoWith.Neo4jPassword, DemoTakeOver.Option, Listening.PortOption, Listening.AddressOption, DataFolder.Option,
    }.RunsLocally(RunAsync);

    private static async Task RunAsync(Call call)
    {
        if (call.Get(Limit) is < 1 and var limit)
        {
            throw Usage.Fault($"--limit: {limit} is not a number of packages.", "3db demo");
        }

        var kinds = DemoWith.Of(call);
        var folder = DataFolder.Of(call);
        var up = await UpVerb.EnsureAsync(call, ListeningOf(call, folder), folder);
        using var db = new ThreeDbClient(up.State.Url);
        var load = await new DemoLoad(call, db).EnsureAsync(call.Get(Limit));
        Draw(up.Report, load, call.Screen);
        var tour = new DemoTour(call, db);
        var sections = await tour.RunAsync();
        var engines = kinds.Count == 0 ? null : await new DemoProjections(call, db, new DemoEngines(folder, call.Shell.Time)).RunAsync(kinds, await tour.SubjectAsync());
        call.ExitCode = engines?.Any(answer => answer.HasFailed) == true ? ExitCodes.Other : ExitCodes.Success;
        var report = new DemoReport(up.Report, load, sections, engines);
        if (call.Screen.IsJson)
        {
            call.Screen.Json(report);
            return;
        }

        End(up.Report, call.Screen);
    }

    // A first look should not fail because of a port that nobody chose.
    private static Listening ListeningOf(Call call, DataFolder folder)
    {
        var listening = Listening.Of(call);
        if (call.Has(Listening.PortOption) || ServerState.Running(folder) is not null)
        {
            return listening;
        }

        try
        {
            listening.CheckFree();
            return listening;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.PortTaken)
        {
            call.Screen.Warn($"{e.Message} The demo takes a free port.");
            return listening with { Port = 0 };
        }
    }

    private static void Draw(UpReport up, LoadReport load, Screen screen)
    {
        screen.Heading("Debian's package catalogue");
        screen.Pairs(
            ("From", load.Source),
            ("Packages", $"{Quantity.Count(load.Packages)} with {Quantity.Bytes(load.DescriptionBytes)} of descriptions"),
            ("Around them", $"{Quantity.Count(load.Tags)} tags ({Quantity.Count(load.TagAssignments)} times), {Quantity.Count(load.Maintainers, "maintainer", "maintainers")}, "
                + $"{Quantity.Count(load.Sections, "section", "sections")}, {Quantity.Count(load.Sources, "source", "sources")}"),
            ("Entries", $"{Quantity.Count(load.Entries)} of Depends, Recommends, Provides and others"),
            ("Loaded", load.WasLoaded ? $"in {Quantity.Time(TimeSpan.FromSeconds(load.Seconds))}: every record, relation, text, vector and change" : $"before, at {Quantity.At(load.At)}; nothing to do"),
            ("PostgreSQL", up.Postgres.Describe()));
        screen.Flush();
    }

    private static void End(UpReport up, Screen screen)
    {
        var url = up.Url.ToString().TrimEnd('/');
        var option = up.IsDefaultFolder ? "" : $" --url {url}";
        screen.Line();
        screen.Line(screen.Ink.Bold("It runs on"));
        screen.Pairs(("Server", url), ("Docs", up.Docs.ToString()), ("Data", up.DataFolder));
        screen.Flush();
        screen.Note("");
        screen.Note("Try next:");
        screen.Next(
            ($"search \"play music\" --type package{option}", "find by words"),
            ($"graph impact package/zlib1g --via DEPENDS{option}", "what breaks without it"),
            ($"history package/git{option}", "who changed what, when"),
            ("down", "stop it; the data stays"));
    }
}
