using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// Runs a server from a package runtime: on a free port of 127.0.0.1, never as root, in a session of its own, so that it outlives this
/// process and is adopted by the next. One folder holds one server.
/// </summary>
public sealed class LocalServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    private readonly LocalServerDefinition definition;
    private readonly PackageStore packages;
    private readonly string folder;
    private readonly TimeProvider time;

    /// <summary>Describes a server; nothing is done yet.</summary>
    /// <param name="definition">What to run.</param>
    /// <param name="packages">Where its runtime comes from.</param>
    /// <param name="folder">The folder for its data and log.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public LocalServer(LocalServerDefinition definition, PackageStore packages, string folder, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(packages);
        this.definition = definition;
        this.packages = packages;
        this.folder = Path.GetFullPath(folder);
        this.time = time ?? TimeProvider.System;
    }

    private string Data => Path.Combine(folder, "data");

    private string Logs => Path.Combine(folder, "log");

    private string LogFile => Path.Combine(Logs, definition.Name + ".log");

    private string ProcessFile => Path.Combine(Logs, "process");

    private string PortFile => Path.Combine(folder, "port");

    /// <summary>Returns the server, started if need be, ready to be used.</summary>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ThreeDbException">TDB5003 to TDB5011, each with its remedy.</exception>
    public async Task<LocalServerInstance> EnsureAsync(
        IProgress<ProvisionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var runtime = await packages.EnsureAsync(definition.Runtime, progress, cancellationToken).ConfigureAwait(false);
        using var held = await LockAsync(progress, cancellationToken).ConfigureAwait(false);
        if (Find() is { } running)
        {
            var port = ReadNumber(PortFile);
            await AnswersAsync(() => !ProcessTable.WorksIn(running, Data), port, cancellationToken).ConfigureAwait(false);
            return new LocalServerInstance(port, running, Data, LogFile, WasStarted: false);
        }

        progress?.Report(new ProvisionProgress(ProvisionStep.Starting, $"starting {definition.Name}"));
        return await StartAsync(runtime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the server.</summary>
    /// <param name="cancellationToken">Cancels the wait; the server goes on stopping.</param>
    /// <returns>Whether one ran.</returns>
    public async Task<bool> StopAsync(CancellationToken cancellationToken = default)
    {
        using var held = await LockAsync(null, cancellationToken).ConfigureAwait(false);
        if (Find() is not { } running)
        {
            return false;
        }

        await ServerStop.StopAsync(running,
            [(Libc.Terminate, definition.StopTimeout), (Libc.Kill, KillTimeout)], time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<LocalServerInstance> StartAsync(PackageRuntime runtime, CancellationToken cancellationToken)
    {
        var machine = packages.Machine;
        var identity = await IdentityChoice.ChooseAsync(machine, Data, cancellationToken).ConfigureAwait(false);
        identity.CreateFolder(Data);
        identity.CreateFolder(Logs);
        await FolderReach.CheckAsync(identity, [runtime.Root, Data], cancellationToken).ConfigureAwait(false);
        var last = ReadNumber(PortFile);
        var port = last > 0 && LocalPort.IsFree(last) ? last : LocalPort.Choose();
        DurableFile.Write(PortFile, port.ToString(CultureInfo.InvariantCulture), DurableFile.Readable);
        var log = new ServerLog(Logs, Path.GetFileName(LogFile));
        var launch = new ServerLaunch(identity, Data, LogFile, ProcessFile,
            [runtime.Command(definition.Executable), .. definition.Arguments(port, Data), .. definition.RootArguments?.Invoke(runtime.Root) ?? []]) { AddressSpace = definition.AddressSpace };
        using var process = launch.Start(machine);
        if (!await AnswersAsync(() => process.HasExited, port, cancellationToken).ConfigureAwait(false))
        {
            var said = log.NewText() + await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            throw new ThreeDbException(ErrorCodes.ServerDidNotStart,
                $"{definition.Name} did not start. Its log '{LogFile}' ends with:\n{ServerLog.Tail(said)}");
        }

        return new LocalServerInstance(port, ReadNumber(ProcessFile), Data, LogFile, WasStarted: true);
    }

    private async Task<bool> AnswersAsync(Func<bool> hasEnded, int port, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); !hasEnded(); await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            if (await (definition.IsReady ?? AcceptsAsync)(port, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (time.GetElapsedTime(began) > definition.StartTimeout)
            {
                throw new ThreeDbException(ErrorCodes.ServerDidNotStart,
                    $"{definition.Name} does not answer on port {port} after {definition.StartTimeout.TotalSeconds:0} s.",
                    $"Its log is '{LogFile}'.");
            }
        }

        return false;
    }

    private static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int? Find() => ReadNumber(ProcessFile) is > 0 and var process && ProcessTable.WorksIn(process, Data) ? process : null;

    private async Task<FolderLock> LockAsync(IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        OwnFolder.CreateReadable(folder);
        return await FolderLock.TakeAsync(Path.Combine(folder, "lock"), LockTimeout,
            () => progress?.Report(new ProvisionProgress(ProvisionStep.Waiting, $"waiting for another 3db that works in '{folder}'")),
            time, cancellationToken).ConfigureAwait(false);
    }

    private static int ReadNumber(string file) => File.Exists(file)
        && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
