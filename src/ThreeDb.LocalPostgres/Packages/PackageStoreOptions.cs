namespace ThreeDb.LocalPostgres;

/// <summary>Where packages come from and where they are kept.</summary>
public sealed class PackageStoreOptions
{
    /// <summary>The cache folder; null for the user's own (<see cref="LocalFolders.Cache"/>).</summary>
    public string? CacheFolder { get; set; }

    /// <summary>The URI of a Debian archive; null for the one in the machine's apt sources. Variable <c>THREEDB_APT_MIRROR</c>.</summary>
    public string? Mirror { get; set; }

    /// <summary>How long to wait for another 3db that works in the cache folder. Default 5 minutes.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(5);

    internal async Task<FolderLock> LockAsync(
        TimeProvider time, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        OwnFolder.CreateReadable(CacheFolder!);
        return await FolderLock.TakeAsync(Path.Combine(CacheFolder!, "lock"), LockTimeout,
            () => progress?.Report(new ProvisionProgress(ProvisionStep.Waiting, $"waiting for another 3db that works in '{CacheFolder}'")),
            time, cancellationToken).ConfigureAwait(false);
    }

    internal PackageStoreOptions Resolve(Machine machine) => new()
    {
        CacheFolder = Path.GetFullPath(CacheFolder ?? LocalFolders.CacheFor(machine)),
        Mirror = Mirror ?? machine.Setting("THREEDB_APT_MIRROR"),
        LockTimeout = LockTimeout,
    };
}
