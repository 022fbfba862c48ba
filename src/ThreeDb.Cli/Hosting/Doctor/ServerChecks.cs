using System.Net.Sockets;
using ThreeDb.Client;
using ThreeDb.LocalPostgres;
using ThreeDb.Server;

namespace ThreeDb.Cli;

/// <summary>Looks at the server: whether it answers, where it listens, who may call it.</summary>
internal static class ServerChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Check>> AllAsync(Call call, DataFolder folder, LocalPostgresStatus? postgres)
    {
        var state = ServerState.Running(folder);
        var url = call.Has(DataFolder.Option) ? state?.Url : call.Target.Url;
        return
        [
            await ServerAsync(call, url, state), Version(state), Port(state), await ClockAsync(call, url),
            await KeysAsync(folder, state, postgres, call.Token), await ProjectionsAsync(call, url), .. await MemoryChecks.AllAsync(call, url, Patience),
        ];
    }

    private static async Task<Check> ServerAsync(Call call, Uri? url, ServerState? state)
    {
        const string Name = "server";
        if (url is null)
        {
            return Check.Warn(Name, "not running", "Run '3db up'.");
        }

        using var client = new ThreeDbClient(url, call.Target.Key);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        deadline.CancelAfter(Patience);
        try
        {
            await client.Access.HealthAsync(deadline.Token);
            var caller = await client.Access.WhoAmIAsync(deadline.Token);
            return Check.Ok(Name, $"{url.ToString().TrimEnd('/')} answers; you are '{caller.Actor}' of the tenant '{caller.Tenant}'");
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ServerNotRunning && state is null && call.Target.Origin == "the local server")
        {
            return Check.Warn(Name, "not running", "Run '3db up'.");
        }
        catch (ThreeDbException e)
        {
            return Check.Fail(Name, e);
        }
        catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
        {
            return Check.Fail(Name, $"{url} does not answer within {Patience.TotalSeconds:0} s", state is null ? "Look at that server." : "Run '3db down', then '3db up'.");
        }
    }

    private static async Task<Check> ProjectionsAsync(Call call, Uri? url)
    {
        const string Name = "projections";
        if (url is null)
        {
            return Check.Unknown(Name, "no server to ask");
        }

        using var client = new ThreeDbClient(url, call.Target.Key);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        deadline.CancelAfter(Patience);
        try
        {
            var all = await client.Sync.ListAsync(deadline.Token);
            var ailing = all.Where(status => status.State is ProjectionState.Stalled or ProjectionState.Broken).ToList();
            return ailing.Count > 0
                ? Check.Fail(Name, string.Join(", ", ailing.Select(status => $"{status.Name} is {ProjectionText.Word(status.State)}")), "Run '3db sync status'.")
                : Check.Ok(Name, all.Count == 0 ? "none" : $"{Quantity.Count(all.Count)}, none stands still");
        }
        catch (Exception e) when (e is ThreeDbException || (e is OperationCanceledException && !call.Token.IsCancellationRequested))
        {
            return Check.Unknown(Name, "the server does not say");
        }
    }

    private static Check Version(ServerState? state) => state is null ? Check.Ok("version", $"this is 3db {ThreeDbVersion.Text}")
        : state.Version == ThreeDbVersion.Text ? Check.Ok("version", $"server and command are 3db {ThreeDbVersion.Text}")
        : Check.Warn("version", $"the server is {state.Version}, this command {ThreeDbVersion.Text}", "Run '3db down', then '3db up'.");

    private static Check Port(ServerState? state)
    {
        const string Name = "port";
        if (state is not null)
        {
            return Check.Ok(Name, $"the server listens on {string.Join(", ", state.Listen)}");
        }

        try
        {
            using var probe = new TcpListener(System.Net.IPAddress.Loopback, ServerOptions.DefaultPort);
            probe.Start();
            return Check.Ok(Name, $"{ServerOptions.DefaultPort} is free");
        }
        catch (SocketException)
        {
            return Check.Warn(Name, $"something else listens on {ServerOptions.DefaultPort}", "Use another port: '3db up --port 0' takes a free one.");
        }
    }

    // Times in histories come from PostgreSQL; "as of" with a wrong clock asks for another moment.
    private static async Task<Check> ClockAsync(Call call, Uri? url)
    {
        const string Name = "clock";
        if (url is null)
        {
            return Check.Unknown(Name, "no server to compare with");
        }

        try
        {
            using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
            using var response = await http.GetAsync("/health/live", call.Token);
            var skew = call.Shell.Time.GetUtcNow() - response.Headers.Date;
            return skew is null ? Check.Unknown(Name, "the server tells no time")
                : skew.Value.Duration() <= LargestSkew ? Check.Ok(Name, "agrees with the server's")
                : Check.Warn(Name, $"{Quantity.Time(skew.Value.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the server's", "Let both machines set their clocks by NTP.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !call.Token.IsCancellationRequested)
        {
            return Check.Unknown(Name, "no server to compare with");
        }
    }

    private static async Task<Check> KeysAsync(DataFolder folder, ServerState? state, LocalPostgresStatus? postgres, CancellationToken cancellationToken)
    {
        const string Name = "access";
        if (state is null || new ServerOptions { Urls = state.Listen }.IsLocal)
        {
            return Check.Ok(Name, "only this machine can call the server");
        }

        if (postgres?.State is not (LocalPostgresState.Running or LocalPostgresState.External))
        {
            return Check.Unknown(Name, "PostgreSQL does not run");
        }

        var instance = await folder.Postgres().EnsureAsync(cancellationToken: cancellationToken);
        await using var engine = await ThreeDbEngine.OpenAsync(
            new ThreeDbOptions { ConnectionString = instance.ToConnectionString(LocalDatabase.Name), Migrate = false, MaxConnections = 4, RunProjections = false }, cancellationToken: cancellationToken);
        return await engine.Store.HasKeysAsync(cancellationToken)
            ? Check.Ok(Name, "open to the network, with API keys")
            : Check.Warn(Name, "open to the network, and no valid API key is left: nobody can call it", "Create one with '3db key create'.");
    }
}
