using Microsoft.Extensions.Logging;

namespace ThreeDb.LocalPostgres;

/// <summary>A cluster whose server is a process of this machine.</summary>
internal sealed class LocalCluster(
    LocalPostgresOptions options, ClusterFolder folder, PackageStore packages, Machine machine, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ImmediateStop = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The server that runs already, once it takes connections; null when none does. Starts no other program: a few
    /// milliseconds.
    /// </summary>
    public async Task<LocalPostgresInstance?> AdoptAsync(CancellationToken cancellationToken)
    {
        if (RunningCluster.Find(folder) is not { } running)
        {
            return null;
        }

        var answers = await ClusterStart.AnswersAsync(() => !ProcessTable.WorksIn(running.ProcessId, folder.Cluster),
            folder, options.StartTimeout, time, cancellationToken).ConfigureAwait(false);
        if (!answers)
        {
            return null; // It was stopping.
        }

        if (options.Port is { } pinned && pinned != running.Port)
        {
            throw new ThreeDbException(ErrorCodes.InvalidConfiguration,
                $"PostgreSQL runs on port {running.Port}, and the setting Port asks for {pinned}.",
                "Stop it first ('3db down'); it then starts on that port.");
        }

        Log.Adopted(logger, running.ProcessId, running.Port);
        return Describe(running, ClusterState.Read(folder.StateFile), wasStarted: false);
    }

    /// <summary>Starts the server, making the cluster first where there is none. The caller holds the lock; nothing runs.</summary>
    /// <returns>The server, or null when only a container is left to run it.</returns>
    public async Task<LocalPostgresInstance?> StartAsync(
        ClosedWays closed, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        if (await RunningCluster.IsForeignAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            throw new ThreeDbException(ErrorCodes.ServerDidNotStart,
                $"Another PostgreSQL, out of reach of this process, runs the cluster in '{folder.Root}'.",
                "Stop it where it was started (in a container, most likely), or choose another folder (THREEDB_DATA).");
        }

        // 1. Programs.
        var finder = new PostgresRuntimeFinder(options, packages, machine);
        if (await finder.FindAsync(folder.Major, closed, progress, cancellationToken).ConfigureAwait(false) is not { } runtime)
        {
            return null;
        }

        // 2. What would go wrong later, and less clearly.
        RequireZoneInfo();
        var identity = await IdentityChoice.ChooseAsync(machine, folder.Cluster, cancellationToken).ConfigureAwait(false);
        await FolderReach.CheckAsync(identity, [runtime.Programs, folder.Root], cancellationToken).ConfigureAwait(false);

        // 3. The cluster.
        if (folder.Major is null)
        {
            progress?.Report(new ProvisionProgress(ProvisionStep.Initializing, "creating the cluster"));
            var initializer = new ClusterInitializer(machine, folder, identity, options.Ephemeral);
            await initializer.InitializeAsync(runtime, cancellationToken).ConfigureAwait(false);
            Log.Initialized(logger, folder.Cluster, runtime.Version);
        }

        // 4. The server.
        progress?.Report(new ProvisionProgress(ProvisionStep.Starting, $"starting PostgreSQL {runtime.Version}"));
        var start = new ClusterStart(options, folder, identity, runtime, machine, time);
        var state = await start.RunAsync(cancellationToken).ConfigureAwait(false);
        var running = PostmasterFile.Read(folder.PostmasterFile) ?? new PostmasterFile(0, state.Port, state.SocketFolder, IsReady: true);
        Log.Started(logger, running.ProcessId, running.Port, state.Version, state.Source);
        return Describe(running, state, wasStarted: true);
    }

    /// <summary>Stops the server. The caller holds the lock.</summary>
    /// <returns>Whether one ran.</returns>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (RunningCluster.Find(folder) is not { } running)
        {
            return false;
        }

        // Fast; immediate, which costs a recovery at the next start; and at the very last not at all politely, which costs no more.
        (int, TimeSpan)[] steps = [(Libc.Interrupt, options.StopTimeout), (Libc.Quit, ImmediateStop), (Libc.Kill, ImmediateStop)];
        await ServerStop.StopAsync(running.ProcessId, steps, time, cancellationToken).ConfigureAwait(false);
        Log.Stopped(logger, running.ProcessId);
        return true;
    }

    public async Task<LocalPostgresStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var state = ClusterState.Read(folder.StateFile);
        var status = new LocalPostgresStatus(
            folder.Major is null ? LocalPostgresState.NotInstalled : LocalPostgresState.Stopped,
            folder.Root, state?.Source, state?.Version, null, state?.Port, ServerLog.Newest(folder.Log));
        if (RunningCluster.Find(folder) is not { } running)
        {
            var isForeign = await RunningCluster.IsForeignAsync(folder, cancellationToken).ConfigureAwait(false);
            return isForeign ? status with { State = LocalPostgresState.Foreign } : status;
        }

        var answer = await RunningCluster.AskAsync(folder, cancellationToken).ConfigureAwait(false);
        return status with
        {
            State = answer == PostgresAnswer.Ready ? LocalPostgresState.Running : LocalPostgresState.Starting,
            ProcessId = running.ProcessId,
            Port = running.Port,
        };
    }

    private LocalPostgresInstance Describe(PostmasterFile running, ClusterState? state, bool wasStarted) => new()
    {
        Source = state?.Source ?? PostgresSource.Private,
        SocketFolder = running.SocketFolder,
        Port = running.Port,
        UserName = ClusterFolder.UserName,
        Password = folder.ReadPassword(),
        Version = state?.Version,
        ProcessId = running.ProcessId,
        DataFolder = folder.Root,
        LogFile = ServerLog.Newest(folder.Log),
        WasStarted = wasStarted,
    };

    private void RequireZoneInfo()
    {
        if (!File.Exists(Path.Combine(machine.ZoneInfoFolder, "Etc/UTC")) && !File.Exists(Path.Combine(machine.ZoneInfoFolder, "UTC")))
        {
            throw new ThreeDbException(ErrorCodes.NoZoneInfo, $"The machine has no time zone data in '{machine.ZoneInfoFolder}'.");
        }
    }
}
