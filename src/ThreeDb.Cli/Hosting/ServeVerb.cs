using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ThreeDb.Server;

namespace ThreeDb.Cli;

/// <summary><c>3db serve</c>: the server in the foreground.</summary>
internal static class ServeVerb
{
    public static Command Make() => new Command("serve", "Run the server in the foreground, with a local PostgreSQL unless THREEDB_POSTGRES names one")
    {
        Listening.PortOption, Listening.AddressOption, RequestLimits.BodyOption, RequestLimits.MembersOption, DataFolder.Option,
    }.RunsLocally(RunAsync);

    public static async Task RunAsync(Call call)
    {
        var folder = DataFolder.Of(call);
        var listening = Listening.Of(call);
        var memory = MemorySetting.Of(call.Shell);
        var limits = RequestLimits.Of(call);
        folder.Create();
        if (ServerState.Running(folder) is { } other)
        {
            throw new ThreeDbException(ErrorCodes.LockBusy, $"A server runs in '{folder.Root}' already, at {other.Url} (process {other.ProcessId}).",
                "Stop it with '3db down', or give this one another folder with --data.");
        }

        await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
        var connection = await LocalDatabase.EnsureAsync(folder.Postgres(), progress, call.Token);
        await progress.DisposeAsync();
        using var loggers = LoggerFactory.Create(Logging);
        await using var engine = await ThreeDbEngine.OpenAsync(
            new ThreeDbOptions { ConnectionString = connection, MemoryBudget = memory, MaxMembers = limits.MaxMembers, MaxDocumentBytes = limits.MaxDocument },
            loggers: loggers, time: call.Shell.Time, connectors: Connectors.All, cancellationToken: call.Token);
        await using var server = await StartAsync(engine, listening, limits, loggers, call.Token);
        var state = ServerState.Of(server.Urls, call.Shell.Time);
        state.Write(folder);
        try
        {
            call.Screen.Answer(state, screen => screen.Line($"3db {ThreeDbVersion.Text} listens on {string.Join(", ", server.Urls)}; Ctrl+C stops it."));
            call.Screen.Flush();
            await Task.Delay(Timeout.Infinite, call.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            state.Remove(folder);
        }
    }

    private static async Task<ThreeDbServer> StartAsync(
        ThreeDbEngine engine, Listening listening, RequestLimits limits, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var options = new ServerOptions
        {
            Urls = [listening.Url], MaxBodyBytes = limits.MaxBody, Json = new JsonLimits { MaxMembers = limits.MaxMembers, MaxBytes = limits.MaxDocument },
        };
        try
        {
            return await ThreeDbServer.StartAsync(engine, options, loggers, cancellationToken);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.PortTaken)
        {
            throw listening.Taken(e);
        }
        catch (Exception e) when (e.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } refused)
        {
            throw new ThreeDbException(ErrorCodes.InvalidConfiguration, $"Nobody can listen on {listening.Url} here: {refused.Message}.",
                "Choose an address of this machine ('ip addr' lists them; 0.0.0.0 is all), and a port from 1024 on unless the system lets this user take lower ones.", inner: e);
        }
    }

    // To stderr, because stdout is for data. Npgsql would tell of every command.
    private static void Logging(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Npgsql", LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
}
