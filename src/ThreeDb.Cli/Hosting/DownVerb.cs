using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db down</c>: stops what <c>3db up</c> started, and nothing else.</summary>
internal static class DownVerb
{
    private static readonly Option<bool> KeepPostgres = new("--keep-postgres") { Description = "Stop the server only" };

    public static Command Make() => new Command("down", "Stop the server and the local PostgreSQL that 3db started") { DataFolder.Option, KeepPostgres }.RunsLocally(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var folder = DataFolder.Of(call);
        if (!Directory.Exists(folder.Root))
        {
            Answer(call, new DownReport(false, false, []));
            return;
        }

        using var held = await folder.LockAsync(call.Shell.Time, call.Token);
        var server = ServerState.Running(folder);
        if (server is not null)
        {
            await ServerProcess.StopAsync(server, folder, call.Shell.Time, call.Token);
        }

        var engines = await new DemoEngines(folder, call.Shell.Time).StopAsync(call.Token);
        Answer(call, new DownReport(server is not null, !call.Get(KeepPostgres) && await folder.Postgres().StopAsync(call.Token), engines));
    }

    private static void Answer(Call call, DownReport report) => call.Screen.Answer(report, screen =>
    {
        screen.Line(TextOf(report));
        if (report.Engines.Count > 0)
        {
            screen.Line($"Stopped {string.Join(", ", report.Engines)}, which the demo had started.");
        }
    });

    private static string TextOf(DownReport report) => (report.Server, report.Postgres) switch
    {
        (true, true) => "Stopped the server and PostgreSQL. The data stays.",
        (true, false) => "Stopped the server.",
        (false, true) => "Stopped PostgreSQL; no server ran. The data stays.",
        _ => report.Engines.Count > 0 ? "No server and no PostgreSQL was running." : "Nothing was running.",
    };
}

/// <summary>What was stopped.</summary>
internal sealed record DownReport(bool Server, bool Postgres, IReadOnlyList<string> Engines);
