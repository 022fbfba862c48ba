using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ThreeDb.LocalPostgres;

/// <summary>Brings a PostgreSQL up for 3db and looks after it. The server outlives this object and this process.</summary>
/// <remarks>
/// Safe for concurrent use, also by several processes on the same folders. docs/design/local-postgres.md has the invariants.
/// </remarks>
public sealed class LocalPostgresServer
{
    private readonly LocalPostgresOptions options;
    private readonly Machine machine;
    private readonly TimeProvider time;
    private readonly ClusterFolder? folder;
    private readonly LocalCluster? cluster;

    /// <summary>Describes a server; nothing is done yet.</summary>
    /// <param name="options">Settings; <see cref="LocalPostgresOptions.FromEnvironment()"/> when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="logger">Told what is done; nobody when null.</param>
    /// <exception cref="ThreeDbException">TDB6003, when the options are not valid.</exception>
    public LocalPostgresServer(LocalPostgresOptions? options = null, TimeProvider? time = null, ILogger<LocalPostgresServer>? logger = null)
        : this(options ?? LocalPostgresOptions.FromEnvironment(), time ?? TimeProvider.System, Machine.Current, logger)
    {
    }

    internal LocalPostgresServer(
        LocalPostgresOptions options, TimeProvider time, Machine machine, ILogger<LocalPostgresServer>? logger = null)
    {
        LocalPostgresOptionsCheck.Check(options);
        this.options = options;
        this.machine = machine;
        this.time = time;
        if (!IsExternal)
        {
            Packages = new PackageStore(options.Packages, time, machine);
            folder = new ClusterFolder(Path.Combine(Path.GetFullPath(options.DataFolder ?? LocalFolders.DataFor(machine)), options.ClusterName));
            cluster = new LocalCluster(options, folder, Packages, machine, time, logger ?? NullLogger<LocalPostgresServer>.Instance);
        }
    }

    /// <summary>The package lists and runtimes that it uses; null for an external server.</summary>
    public PackageStore? Packages { get; }

    private bool IsExternal => options.ConnectionString is not null;

    /// <summary>Returns the server, started if need be, and fetched and set up before that if need be. It takes connections then.</summary>
    /// <param name="progress">Told what happens; may be called from any thread.</param>
    /// <param name="cancellationToken">Cancels. What is complete is kept, and a server that is starting goes on.</param>
    /// <exception cref="ThreeDbException">TDB5001 to TDB5011, each with its remedy.</exception>
    public async Task<LocalPostgresInstance> EnsureAsync(
        IProgress<ProvisionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (IsExternal)
        {
            return new LocalPostgresInstance { Source = PostgresSource.External, ExternalConnectionString = options.ConnectionString };
        }

        RequireLinux();
        var instance = await cluster!.AdoptAsync(cancellationToken).ConfigureAwait(false)
            ?? await EnsureLockedAsync(progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new ProvisionProgress(ProvisionStep.Ready, instance.ToString()));
        return instance;
    }

    /// <summary>Finds out what the server does, without changing anything.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<LocalPostgresStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        if (IsExternal)
        {
            return new LocalPostgresStatus(LocalPostgresState.External, Source: PostgresSource.External);
        }

        RequireLinux();
        var status = await cluster!.StatusAsync(cancellationToken).ConfigureAwait(false);
        if (!ContainerCluster.IsIn(folder!))
        {
            return status;
        }

        var engine = await ContainerEngine.FindAsync(machine, new ClosedWays(), cancellationToken).ConfigureAwait(false);
        var runs = engine is not null && await Container.IsRunningAsync(engine, cancellationToken).ConfigureAwait(false);
        return status with { State = runs ? LocalPostgresState.Running : LocalPostgresState.Stopped };
    }

    /// <summary>
    /// Stops the server: orderly, or at once after <see cref="LocalPostgresOptions.StopTimeout"/>. Committed data is safe either
    /// way.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait; the server goes on stopping.</param>
    /// <returns>Whether there was a running server of ours. An external one is never stopped.</returns>
    /// <exception cref="ThreeDbException">TDB5008, when it does not end; TDB5010, when another 3db starts it just now.</exception>
    public async Task<bool> StopAsync(CancellationToken cancellationToken = default)
    {
        if (IsExternal || !Directory.Exists(folder!.Root))
        {
            return false;
        }

        RequireLinux();
        using var held = await LockAsync(null, cancellationToken).ConfigureAwait(false);
        if (!ContainerCluster.IsIn(folder))
        {
            return await cluster!.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        var engine = await ContainerEngine.FindAsync(machine, new ClosedWays(), cancellationToken).ConfigureAwait(false);
        if (engine is null || !await Container.IsRunningAsync(engine, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await Container.StopAsync(engine, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private ContainerCluster Container => new(options, folder!, time);

    private async Task<LocalPostgresInstance> EnsureLockedAsync(IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        OwnFolder.CreateReadable(folder!.Root); // Who may look at the data is decided one level below.
        using var held = await LockAsync(progress, cancellationToken).ConfigureAwait(false);
        if (await cluster!.AdoptAsync(cancellationToken).ConfigureAwait(false) is { } other)
        {
            return other;
        }

        var closed = new ClosedWays();
        var wantsContainer = options.Source == PostgresSource.Container
            || (options.Source == PostgresSource.Auto && ContainerCluster.IsIn(folder));
        if (!wantsContainer && await cluster.StartAsync(closed, progress, cancellationToken).ConfigureAwait(false) is { } started)
        {
            return started;
        }

        var engine = wantsContainer || options.Source == PostgresSource.Auto
            ? await ContainerEngine.FindAsync(machine, closed, cancellationToken).ConfigureAwait(false)
            : null;
        return engine is null
            ? throw closed.ToException()
            : await Container.EnsureAsync(engine, progress, cancellationToken).ConfigureAwait(false);
    }

    private Task<FolderLock> LockAsync(IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken) => FolderLock.TakeAsync(
        folder!.LockFile, options.LockTimeout,
        () => progress?.Report(new ProvisionProgress(ProvisionStep.Waiting, $"waiting for another 3db that works in '{folder.Root}'")),
        time, cancellationToken);

    private void RequireLinux()
    {
        if (!machine.IsLinux)
        {
            throw new ThreeDbException(ErrorCodes.UnsupportedMachine, "3db runs a PostgreSQL of its own on Linux only.");
        }
    }
}
