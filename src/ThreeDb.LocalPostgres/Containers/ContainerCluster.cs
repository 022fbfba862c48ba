using System.Security.Cryptography;

namespace ThreeDb.LocalPostgres;

/// <summary>A cluster in a container of Docker or Podman: the last resort, kept small.</summary>
/// <remarks>The container is a throw-away thing, made anew at each start; what counts lies in the volume.</remarks>
internal sealed class ContainerCluster(LocalPostgresOptions options, ClusterFolder folder, TimeProvider time)
{
    private const string PasswordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether this folder's cluster lives in a container.</summary>
    public static bool IsIn(ClusterFolder folder) => Directory.Exists(folder.ContainerVolume) && !Directory.Exists(folder.Cluster);

    /// <summary>Starts the container unless it runs.</summary>
    public async Task<LocalPostgresInstance> EnsureAsync(
        ContainerEngine engine, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        var state = ClusterState.Read(folder.StateFile);
        if (state is { Source: PostgresSource.Container } && await IsRunningAsync(engine, cancellationToken).ConfigureAwait(false))
        {
            await AnswersAsync(state.Port, cancellationToken).ConfigureAwait(false);
            return Describe(state, wasStarted: false);
        }

        OwnFolder.CreateReadable(folder.ContainerVolume); // The image gives it to its own user.
        if (!File.Exists(folder.PasswordFile))
        {
            DurableFile.Write(folder.PasswordFile, RandomNumberGenerator.GetString(PasswordLetters, 32), DurableFile.Secret);
        }

        progress?.Report(new ProvisionProgress(ProvisionStep.Downloading, $"fetching and starting the image {options.ContainerImage}"));
        var port = options.Port ?? (state is { Port: > 0 } && LocalPort.IsFree(state.Port) ? state.Port : LocalPort.Choose());
        await engine.TryAsync(["rm", "--force", ContainerCommand.Name(folder)], cancellationToken).ConfigureAwait(false);
        await engine.RunAsync(ContainerCommand.Run(folder, port, options), cancellationToken).ConfigureAwait(false);
        var started = new ClusterState(port, "", PostgresSource.Container, "17");
        started.Write(folder.StateFile);
        await AnswersAsync(port, cancellationToken).ConfigureAwait(false);
        return Describe(started, wasStarted: true);
    }

    public async Task<bool> IsRunningAsync(ContainerEngine engine, CancellationToken cancellationToken) =>
        await engine.TryAsync(ContainerCommand.IsRunning(folder), cancellationToken).ConfigureAwait(false) == "true";

    public Task StopAsync(ContainerEngine engine, CancellationToken cancellationToken) =>
        engine.RunAsync(ContainerCommand.Stop(folder, options.StopTimeout), cancellationToken);

    // The image first runs a server without TCP to make the cluster, so an answer here is the real one's.
    private async Task AnswersAsync(int port, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (await PostgresProbe.AskPortAsync(port, cancellationToken).ConfigureAwait(false) != PostgresAnswer.Ready)
        {
            if (time.GetElapsedTime(began) > options.StartTimeout)
            {
                throw new ThreeDbException(ErrorCodes.ServerDidNotStart,
                    $"The container '{ContainerCommand.Name(folder)}' does not answer after {options.StartTimeout.TotalSeconds:0} s.",
                    $"Look at its log: docker logs {ContainerCommand.Name(folder)}");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private LocalPostgresInstance Describe(ClusterState state, bool wasStarted) => new()
    {
        Source = PostgresSource.Container,
        Port = state.Port,
        UserName = ClusterFolder.UserName,
        Password = folder.ReadPassword(),
        Version = state.Version,
        DataFolder = folder.Root,
        WasStarted = wasStarted,
    };
}
