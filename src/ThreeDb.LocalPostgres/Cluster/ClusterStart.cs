using System.Diagnostics;

namespace ThreeDb.LocalPostgres;

/// <summary>Starts the server of a cluster. The caller holds the cluster's lock and knows that no server of it runs.</summary>
internal sealed class ClusterStart(
    LocalPostgresOptions options, ClusterFolder folder, ServerIdentity identity, PostgresRuntime runtime, Machine machine,
    TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private const int MostPorts = 5;

    // What PostgreSQL says before it opens its own log.
    private const string StartLog = "start.log";

    // How long the last server's processes may take to notice that it was killed.
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(10);

    /// <returns>The process that was started; the server takes connections.</returns>
    public async Task<ClusterState> RunAsync(CancellationToken cancellationToken)
    {
        await RunningCluster.ForgetReusedAsync(folder, identity, cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        var last = ClusterState.Read(folder.StateFile);
        var port = FirstPort(last);
        for (var attempt = 1; ; attempt++)
        {
            var state = Prepare(port, last);
            var log = new ServerLog(folder.Log, StartLog);
            using var process = Launch();
            if (await AnswersAsync(process, log, cancellationToken).ConfigureAwait(false))
            {
                return state;
            }

            var said = log.NewText() + await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            if (IsPortTaken(said) && attempt <= MostPorts)
            {
                port = options.Port is null ? LocalPort.Choose() : throw PortTaken(port);
            }
            else if (!IsAfterlife(said) || time.GetElapsedTime(began) > Afterlife)
            {
                throw Failed(said);
            }
            else
            {
                await Task.Delay(Pause * 20, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the server takes connections; false when it ended instead.</summary>
    /// <param name="hasEnded">Tells whether it has.</param>
    /// <param name="folder">The cluster's files.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels; the server goes on.</param>
    public static async Task<bool> AnswersAsync(
        Func<bool> hasEnded, ClusterFolder folder, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); !hasEnded(); await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            var answer = await RunningCluster.AskAsync(folder, cancellationToken).ConfigureAwait(false);
            if (answer == PostgresAnswer.Ready)
            {
                return true;
            }

            if (time.GetElapsedTime(began) > limit)
            {
                throw new ThreeDbException(ErrorCodes.ServerDidNotStart, answer == PostgresAnswer.Starting
                        ? $"PostgreSQL still recovers after {limit.TotalSeconds:0} s; it goes on in the background."
                        : $"PostgreSQL does not answer after {limit.TotalSeconds:0} s.",
                    "Run the command again after a while; if it lasts, look into PostgreSQL's log.");
            }
        }

        return false;
    }

    private int FirstPort(ClusterState? last)
    {
        if (options.Port is { } pinned)
        {
            return LocalPort.IsFree(pinned) ? pinned : throw PortTaken(pinned);
        }

        return last is { Port: > 0 } && LocalPort.IsFree(last.Port) ? last.Port : LocalPort.Choose();
    }

    private ClusterState Prepare(int port, ClusterState? last)
    {
        var sockets = folder.ChooseSocketFolder();
        if (last is not null && last.SocketFolder != sockets && ClusterFolder.IsElsewhere(last.SocketFolder))
        {
            OwnFolder.TryDelete(last.SocketFolder);
        }

        identity.CreateFolder(sockets);
        identity.CreateFolder(folder.Log);
        var state = new ClusterState(port, sockets, runtime.Source, runtime.Version);
        state.Write(folder.StateFile);
        var settings = ClusterSettings.Text(folder, state, runtime.HasLz4, machine.MemoryBytes, options.Settings);
        DurableFile.Write(folder.SettingsFile, settings, DurableFile.Readable);
        return state;
    }

    private Process Launch() => new ServerLaunch(identity, folder.Cluster, Path.Combine(folder.Log, StartLog), "",
        [runtime.Program("postgres"), "-D", folder.Cluster, "-c", $"config_file={folder.SettingsFile}"]).Start(machine);

    private async Task<bool> AnswersAsync(Process process, ServerLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswersAsync(() => process.HasExited, folder, options.StartTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException exception)
        {
            throw new ThreeDbException(exception.Code,
                $"{exception.Message} The log in '{folder.Log}' ends with:\n{ServerLog.Tail(log.NewText())}",
                exception.Hint, inner: exception);
        }
    }

    private ThreeDbException Failed(string said) => FolderFault.MeansFull(said)
        ? FolderFault.Full(folder.Root, null)
        : new ThreeDbException(ErrorCodes.ServerDidNotStart,
            $"PostgreSQL {runtime.Version} did not start. Its log in '{folder.Log}' ends with:\n{ServerLog.Tail(said)}");

    private static ThreeDbException PortTaken(int port) => new(ErrorCodes.PortTaken,
        $"Port {port} on 127.0.0.1 is taken by {LocalPort.DescribeOwner(port)}.",
        "Stop what listens there, or choose another port or none.");

    private static bool IsPortTaken(string said) => said.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal);

    private static bool IsAfterlife(string said) => said.Contains("pre-existing shared memory block", StringComparison.Ordinal);
}
