namespace ThreeDb.LocalPostgres;

/// <summary>Decides which PostgreSQL runs a cluster: an installed one, else the private runtime, else (null) a container.</summary>
internal sealed class PostgresRuntimeFinder(LocalPostgresOptions options, PackageStore packages, Machine machine)
{
    private const int PrivateMajor = 17;

    /// <summary>Finds it.</summary>
    /// <param name="cluster">The major version of the cluster that exists, or null.</param>
    /// <param name="closed">Receives why each way was not taken.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The programs, or null when only a container is left.</returns>
    public async Task<PostgresRuntime?> FindAsync(
        int? cluster, ClosedWays closed, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new ProvisionProgress(ProvisionStep.Locating, "looking for PostgreSQL"));
        var others = new List<int>();
        if (IsAsked(PostgresSource.Installed) && options.Runtime is null)
        {
            var installed = await InstalledPostgres.FindAsync(machine, closed, cancellationToken).ConfigureAwait(false);
            if (installed.FirstOrDefault(runtime => cluster is null || runtime.Major == cluster) is { } usable)
            {
                return usable;
            }

            others.AddRange(installed.Select(runtime => runtime.Major));
        }

        if (IsAsked(PostgresSource.Private))
        {
            if (cluster is null or PrivateMajor)
            {
                return await PrivateAsync(closed, progress, cancellationToken).ConfigureAwait(false);
            }

            others.Add(PrivateMajor);
        }

        if (cluster is null)
        {
            return null;
        }

        throw others.Count > 0
            ? new ThreeDbException(ErrorCodes.OtherMajorVersion,
                $"The cluster was made by PostgreSQL {cluster}; at hand is {string.Join(" and ", others.Distinct())}.")
            : closed.ToException();
    }

    private bool IsAsked(PostgresSource source) => options.Source == PostgresSource.Auto || options.Source == source;

    private async Task<PostgresRuntime?> PrivateAsync(
        ClosedWays closed, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        var definition = options.Runtime ?? KnownRuntimes.Postgres17;
        try
        {
            var runtime = await packages.EnsureAsync(definition, progress, cancellationToken).ConfigureAwait(false);
            var version = runtime.Packages["postgresql-17"].Split('-')[0];
            var programs = Path.Combine(runtime.Root, "usr/lib/postgresql/17/bin");
            return new PostgresRuntime(PostgresSource.Private, programs, version, HasLz4: true);
        }
        catch (ThreeDbException exception) when (options.Source == PostgresSource.Auto && options.Runtime is null
            && (exception.Code == ErrorCodes.NoRuntime || exception.Code == ErrorCodes.UnsupportedMachine))
        {
            closed.Add(exception);
            return null;
        }
    }
}
