using System.CommandLine;
using ThreeDb.LocalPostgres;
using ThreeDb.Server;

namespace ThreeDb.Cli;

/// <summary><c>3db up</c>: PostgreSQL, the database and the server, from whatever is there.</summary>
internal static class UpVerb
{
    private static readonly Option<bool> Foreground = new("--foreground") { Description = "Stay in the foreground, as '3db serve' does" };

    public static Command Make() => new Command("up", "Start PostgreSQL and the server, unless they run already")
    {
        Listening.PortOption, Listening.AddressOption, RequestLimits.BodyOption, RequestLimits.MembersOption, DataFolder.Option, Foreground,
    }.RunsLocally(RunAsync);

    private static async Task RunAsync(Call call)
    {
        if (call.Get(Foreground))
        {
            await ServeVerb.RunAsync(call);
            return;
        }

        var folder = DataFolder.Of(call);
        IReadOnlyList<string> engines = [];
        var up = await EnsureAsync(call, Listening.Of(call), folder, async () => engines = await EnginesAsync(call, folder));
        up = up with { Report = up.Report with { Engines = engines } };
        call.Screen.Answer(up.Report, screen => Draw(up.Report, screen));
        if (call.Has(Listening.PortOption) && !up.Report.WasStarted && call.Get(Listening.PortOption) is > 0 and var port && port != up.State.Url.Port)
        {
            call.Screen.Warn($"It runs on port {up.State.Url.Port} already; to move it to {port}, run '3db down' first.");
        }
        else if (call.Has(Listening.AddressOption) && !up.Report.WasStarted)
        {
            call.Screen.Warn($"It listens on {string.Join(", ", up.State.Listen)} already; to change that, run '3db down' first.");
        }

        if (RequestLimits.AreNamed(call) && !up.Report.WasStarted)
        {
            call.Screen.Warn("It keeps the limits that it was started with; to change them, run '3db down' first.");
        }

        if (!up.Report.WasStarted && MemorySetting.IsSet(call.Shell) && MemorySetting.Of(call.Shell) != up.Report.MemoryBudget)
        {
            call.Screen.Warn($"THREEDB_MEMORY changes nothing while the server runs ({MemoryText.Allowed(up.Report.MemoryBudget)}); to change that, run '3db down' first.");
        }
    }

    /// <summary>Makes sure that a server runs, as other verbs need it, too.</summary>
    /// <param name="call">The call.</param>
    /// <param name="listening">Where it shall listen, unless it runs already.</param>
    /// <param name="folder">Its data folder.</param>
    /// <param name="startEngines">Starts what projections go to, once nothing stands against a server; null for nothing.</param>
    /// <exception cref="ThreeDbException">5xxx.</exception>
    public static async Task<(ServerState State, UpReport Report)> EnsureAsync(Call call, Listening listening, DataFolder folder, Func<Task>? startEngines = null)
    {
        // The server inherits it; a wrong value is better said here than in its log.
        _ = MemorySetting.Of(call.Shell);
        var limits = RequestLimits.Of(call);
        using var held = await folder.LockAsync(call.Shell.Time, call.Token);
        var postgres = folder.Postgres();
        var running = ServerState.Running(folder);
        if (running is null && listening.Port != 0)
        {
            listening.CheckFree();
        }

        LocalPostgresInstance instance;
        await using (var progress = new ProvisionDisplay(call.Screen, call.Shell))
        {
            instance = await postgres.EnsureAsync(progress, call.Token);
        }

        // Before the server, which would find them away and say so.
        if (startEngines is not null)
        {
            await startEngines();
        }

        var state = running ?? await ServerProcess.StartAsync(folder, listening, limits, call.Shell, call.Token);
        var health = await ServerProcess.ReadyAsync(state, call.Token);
        return (state, new UpReport(
            state.Url, new Uri(state.Url, "/docs"), state.ProcessId, state.Version, ThreeDbVersion.Text, running is null, state.StartedAt,
            PostgresReport.Of(instance, health.Postgres, health.Pgvector), folder.Root, folder.IsDefault, folder.LogFile)
        {
            MemoryBudget = health.Memory is [var any, ..] ? any.Budget : null,
        });
    }

    // An engine that does not start is no reason to be without 3db: its projection says so.
    private static async Task<IReadOnlyList<string>> EnginesAsync(Call call, DataFolder folder)
    {
        try
        {
            await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
            return await new DemoEngines(folder, call.Shell.Time).StartAgainAsync(progress, call.Token);
        }
        catch (ThreeDbException e)
        {
            call.Screen.Warn($"An engine that the demo had started does not start again: {e.Message}");
            return [];
        }
    }

    private static void Draw(UpReport report, Screen screen)
    {
        var ink = screen.Ink;
        screen.Line(report.WasStarted ? $"{ink.Green("3db is up.")}" : $"{ink.Green("3db is up already")}, since {Quantity.At(report.StartedAt)}.");
        screen.Line();
        screen.Pairs([
            ("Server", $"{report.Url.ToString().TrimEnd('/')}  (version {report.Version}, process {report.ProcessId})"),
            ("Docs", report.Docs.ToString()),
            ("PostgreSQL", report.Postgres.Describe()),
            .. report.Engines.Count == 0 ? [] : ((string, string)[])[("Engines", $"{string.Join(", ", report.Engines)}  (of the demo)")],
            ("Data", report.DataFolder)]);
        if (report.Version != report.CommandVersion)
        {
            screen.Warn($"The server that runs is version {report.Version}, this command is {report.CommandVersion}: '3db down' and '3db up' change it.");
        }

        if (report.Postgres.Pgvector == false)
        {
            screen.Warn("PostgreSQL has no 'vector' extension: searches by meaning compare vectors in the server, which is slower. '3db doctor' says more.");
        }

        screen.Note("");
        screen.Note("Next:");
        var url = report.IsDefaultFolder ? "" : $" --url {report.Url.ToString().TrimEnd('/')}";
        screen.Next(
            ($"put book/1 --type book --data '{{\"title\": \"Dune\"}}'{url}", "store a record"),
            ($"search dune{url}", "find it by its words"),
            ("demo", "see it work on 68,820 packages of Debian"));
    }
}

/// <summary>What runs where.</summary>
internal sealed record UpReport(
    Uri Url, Uri Docs, int ProcessId, string Version, string CommandVersion, bool WasStarted, DateTimeOffset StartedAt, PostgresReport Postgres,
    string DataFolder, bool IsDefaultFolder, string LogFile)
{
    /// <summary>The kinds of engines that run beside it, because the demo once provided them.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [];

    /// <summary>What graphs and the work on them may take, in bytes; null when the server does not say.</summary>
    public long? MemoryBudget { get; init; }
}

/// <summary>Which PostgreSQL is used.</summary>
/// <param name="Source">external, installed, private or container.</param>
/// <param name="Version">Its version, when it is known.</param>
/// <param name="Port">Its port on 127.0.0.1; null for an external one.</param>
/// <param name="ProcessId">Its process; null when it is not known.</param>
/// <param name="Pgvector">Whether it compares vectors itself.</param>
internal sealed record PostgresReport(PostgresSource Source, string? Version, int? Port, int? ProcessId, bool? Pgvector)
{
    public static PostgresReport Of(LocalPostgresInstance instance, string? version, bool? pgvector) =>
        new(instance.Source, version ?? instance.Version, instance.Port == 0 ? null : instance.Port, instance.ProcessId, pgvector);

    public string Describe() => string.Concat(
        Version ?? "version " + Quantity.Unknown,
        Port is { } port ? $" on 127.0.0.1:{port}" : "",
        Source switch
        {
            PostgresSource.External => "  (from THREEDB_POSTGRES)",
            PostgresSource.Installed => "  (installed on this machine)",
            PostgresSource.Private => "  (3db's own, from Debian's packages)",
            PostgresSource.Container => "  (in a container)",
            _ => "",
        });
}
