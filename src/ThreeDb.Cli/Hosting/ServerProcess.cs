using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary>Starts the server so that it outlives this process, and stops it.</summary>
internal static class ServerProcess
{
    private const long LargestLog = 10_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // In a session of its own, so that neither the terminal's end nor its Ctrl+C reaches it. Every step is an exec: the process that is
    // started stays the server's process.
    private const string Script = """log=$1; shift; exec setsid "$@" >>"$log" 2>&1 </dev/null""";

    /// <summary>The program to start a server with: started as <c>dotnet 3db.dll</c>, this process is dotnet.</summary>
    public static string Program => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "3db" ? path : Path.Combine(AppContext.BaseDirectory, "3db");

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <exception cref="ThreeDbException">The failure of the server, as it reports it; <c>TDB4007</c> when it says nothing for a minute.</exception>
    public static async Task<ServerState> StartAsync(DataFolder folder, Listening listening, RequestLimits limits, Shell shell, CancellationToken cancellationToken)
    {
        RotateLog(folder);
        var logged = File.Exists(folder.LogFile) ? new FileInfo(folder.LogFile).Length : 0;
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "server", folder.LogFile, .. Command(folder, listening, limits)])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        for (var began = shell.Time.GetTimestamp(); shell.Time.GetElapsedTime(began) < StartTimeout;)
        {
            if (ServerState.Running(folder) is { } state && state.ProcessId == process.Id)
            {
                await ReadyAsync(state, cancellationToken);
                return state;
            }

            if (process.HasExited)
            {
                throw FaultOf(Tail(folder, logged), folder, await process.StandardError.ReadToEndAsync(cancellationToken));
            }

            await Task.Delay(Pause, shell.Time, cancellationToken);
        }

        process.Kill();
        throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"The server did not begin to listen within {StartTimeout.TotalSeconds:0} s.", $"Its log is '{folder.LogFile}'.");
    }

    /// <summary>Asks a server whether it can answer.</summary>
    /// <exception cref="ThreeDbException"><c>TDB4001</c>, <c>TDB4007</c> after ten seconds.</exception>
    public static async Task<ServerHealth> ReadyAsync(ServerState state, CancellationToken cancellationToken)
    {
        using var client = new ThreeDbClient(state.Url);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            return await client.Access.HealthAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"The server (process {state.ProcessId}) does not answer at {state.Url}.", "Stop it with '3db down', then run '3db up'.");
        }
    }

    /// <summary>Stops a server: it answers what has begun; after half a minute it is ended.</summary>
    /// <exception cref="ThreeDbException"><c>TDB5009</c> when it belongs to another user.</exception>
    public static async Task StopAsync(ServerState state, DataFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ProcessIdentity.Signal(state.ProcessId, ProcessIdentity.Terminate) && state.Runs())
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable, $"The server (process {state.ProcessId}) belongs to another user.", "Run '3db down' as the user who started it.");
        }

        for (var began = time.GetTimestamp(); state.Runs();)
        {
            if (time.GetElapsedTime(began) > StopTimeout)
            {
                ProcessIdentity.Signal(state.ProcessId, ProcessIdentity.Kill);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        state.Remove(folder);
    }

    private static IEnumerable<string> Command(DataFolder folder, Listening listening, RequestLimits limits) =>
    [
        Program, "serve", "--json", "--data", folder.Root, "--listen", listening.Address.ToString(),
        "--port", listening.Port.ToString(CultureInfo.InvariantCulture), .. limits.Words,
    ];

    private static void RotateLog(DataFolder folder)
    {
        if (File.Exists(folder.LogFile) && new FileInfo(folder.LogFile).Length > LargestLog)
        {
            File.Move(folder.LogFile, folder.LogFile + ".1", overwrite: true);
        }
    }

    private static string Tail(DataFolder folder, long from)
    {
        if (!File.Exists(folder.LogFile))
        {
            return "";
        }

        using var file = new FileStream(folder.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(from, file.Length);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    // With --json the server's last word is its failure.
    private static ThreeDbException FaultOf(string log, DataFolder folder, string shellError)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.LastOrDefault(line => line.StartsWith("{\"code\":\"TDB", StringComparison.Ordinal)) is { } line
            && JsonSerializer.Deserialize<FailureAnswer>(line, ThreeDbJson.Options) is { } failure && ErrorCodes.Find(failure.Code) is { } code)
        {
            return new ThreeDbException(code, failure.Message, failure.Hint, failure.Errors);
        }

        var words = string.Join('\n', [.. shellError.Split('\n', StringSplitOptions.RemoveEmptyEntries), .. lines.TakeLast(8)]);
        return new ThreeDbException(ErrorCodes.ServerDidNotStart, $"The server ended at once.\n{words}".TrimEnd(), $"Its log is '{folder.LogFile}'.");
    }
}
