using System.CommandLine;
using ThreeDb.Client;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary><c>3db status</c>: what runs, and how it is.</summary>
internal static class StatusVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Make() => new Command("status", "Show what runs: server, PostgreSQL, entities") { DataFolder.Option }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var folder = DataFolder.Of(call);
        var state = ServerState.Running(folder);
        var url = call.Has(DataFolder.Option) ? state?.Url : call.Target.Url;
        var isLocal = state is not null && url == state.Url;
        var server = await AskAsync(call, url, isLocal ? state : null);
        var postgres = url is null || isLocal || call.Target.Origin == "the local server" ? await PostgresAsync(folder, call.Token) : null;
        var report = new StatusReport(server, postgres, isLocal || postgres is not null ? folder.Root : null, ThreeDbVersion.Text);
        call.Screen.Answer(report, screen => Draw(report, screen));
        call.ExitCode = server.Status == "ready" ? ExitCodes.Success : ExitCodes.Unreachable;
    }

    private static async Task<ServerReport> AskAsync(Call call, Uri? url, ServerState? state)
    {
        var report = new ServerReport("stopped", url)
        {
            Version = state?.Version,
            ProcessId = state?.ProcessId,
            UptimeSeconds = state is null ? null : Math.Round((call.Shell.Time.GetUtcNow() - state.StartedAt).TotalSeconds, 1),
            MemoryBytes = state is null ? null : ProcessIdentity.MemoryOf(state.ProcessId),
        };
        if (url is null)
        {
            return report;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        deadline.CancelAfter(Patience);
        using var client = new ThreeDbClient(url, call.Target.Key);
        try
        {
            var health = await client.Access.HealthAsync(deadline.Token);
            report = report with { Status = health.Status, Postgres = health.Postgres, Pgvector = health.Pgvector, InMemory = health.Memory };
            var caller = await client.Access.WhoAmIAsync(deadline.Token);
            report = report with { Tenant = caller.Tenant, Actor = caller.Actor, Scope = caller.Scope };
            var types = await client.Types.ListAsync(deadline.Token);
            return report with { Types = types.Count, Entities = types.Sum(type => type.Entities) };
        }
        catch (ThreeDbException e)
        {
            return report.Status == "ready" || (e.Code == ErrorCodes.ServerNotRunning && state is null)
                ? report with { Problem = report.Status == "ready" ? e.Message : null }
                : report with { Status = "not ready", Problem = e.Message };
        }
        catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
        {
            return report with { Status = report.Status == "ready" ? "ready" : "not ready", Problem = $"No answer within {Patience.TotalSeconds:0} s." };
        }
    }

    private static async Task<LocalPostgresStatus?> PostgresAsync(DataFolder folder, CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? await folder.Postgres().GetStatusAsync(cancellationToken) : null;

    private static void Draw(StatusReport report, Screen screen)
    {
        var (server, ink) = (report.Server, screen.Ink);
        var status = server.Status == "ready" ? ink.Green(server.Status) : server.Status == "stopped" ? ink.Dim(server.Status) : ink.Red(server.Status);
        screen.Line($"3db is {status}{(server.Problem is { } problem ? ": " + Printable.Of(problem) : ".")}");
        screen.Line();
        var runs = server.Status != "stopped";
        screen.Pairs([
            ("Server", runs ? server.Url!.ToString().TrimEnd('/') : "not running"),
            ("Version", runs ? server.Version ?? Quantity.Unknown : null),
            ("Process", server.ProcessId?.ToString()),
            ("Up for", server.UptimeSeconds is { } seconds ? Quantity.Time(TimeSpan.FromSeconds(seconds)) : runs ? Quantity.Unknown : null),
            ("Memory", runs ? Quantity.Bytes(server.MemoryBytes) : null),
            ("Tenant", runs ? server.Tenant is { } tenant ? $"{tenant} (as {server.Actor}, may {StrictObject.WordOf(server.Scope!.Value)})" : Quantity.Unknown : null),
            ("Entities", runs ? server.Entities is { } entities ? $"{Quantity.Count(entities)} of {Quantity.Count(server.Types!.Value, "type", "types")}" : Quantity.Unknown : null),
            ("PostgreSQL", report.LocalPostgres is { } postgres ? Describe(postgres, server) : runs ? server.Postgres ?? Quantity.Unknown : null),
            ("pgvector", runs ? server.Pgvector switch { true => "yes", false => "no ('3db doctor' says what it costs)", _ => Quantity.Unknown } : null),
            .. (server.InMemory ?? []).Select(one => (MemoryText.NameOf(one), (string?)MemoryText.Of(one))),
            ("Data", report.DataFolder)]);
        foreach (var lacking in (server.InMemory ?? []).Where(one => one.State == MemoryState.BySql))
        {
            screen.Warn(MemoryText.Warning(lacking, server.Tenant));
        }

        if (!runs)
        {
            screen.Next(("up", "Start it"));
        }
    }

    private static string Describe(LocalPostgresStatus postgres, ServerReport server) => postgres.State switch
    {
        LocalPostgresState.External => $"{server.Postgres ?? "version " + Quantity.Unknown} (from THREEDB_POSTGRES)",
        LocalPostgresState.NotInstalled => "none yet",
        _ => $"{server.Postgres ?? postgres.Version ?? "version " + Quantity.Unknown}, {StrictObject.WordOf(postgres.State)}"
            + (postgres.State == LocalPostgresState.Running ? $" on 127.0.0.1:{postgres.Port}" : ""),
    };
}

/// <summary>What runs, and how it is. What is not known is absent.</summary>
internal sealed record StatusReport(ServerReport Server, LocalPostgresStatus? LocalPostgres, string? DataFolder, string CommandVersion);

/// <summary>How a server is.</summary>
/// <param name="Status">ready, not ready, stopped.</param>
/// <param name="Url">Where.</param>
internal sealed record ServerReport(string Status, Uri? Url)
{
    public string? Problem { get; init; }

    public string? Version { get; init; }

    public int? ProcessId { get; init; }

    public double? UptimeSeconds { get; init; }

    public long? MemoryBytes { get; init; }

    public string? Postgres { get; init; }

    public bool? Pgvector { get; init; }

    public string? Tenant { get; init; }

    public string? Actor { get; init; }

    public KeyScope? Scope { get; init; }

    public IReadOnlyList<MemoryStatus>? InMemory { get; init; }

    public int? Types { get; init; }

    public long? Entities { get; init; }
}
