namespace ThreeDb.LocalPostgres;

/// <summary>The cache folder with everything that comes from Debian's packages: lists and runtimes.</summary>
/// <remarks>
/// Invariants: a runtime is complete or not there; whole ones are never changed, so that any number of processes use them without a
/// lock, read-only caches included; the network is touched only to make one.
/// </remarks>
public sealed class PackageStore
{
    private readonly Machine machine;
    private readonly PackageStoreOptions options;
    private readonly TimeProvider time;

    /// <summary>Opens a cache folder; nothing is created yet.</summary>
    /// <param name="options">Where; null for the user's own cache folder.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public PackageStore(PackageStoreOptions? options = null, TimeProvider? time = null)
        : this(options ?? new PackageStoreOptions(), time ?? TimeProvider.System, Machine.Current)
    {
    }

    internal PackageStore(PackageStoreOptions options, TimeProvider time, Machine machine)
    {
        this.machine = machine;
        this.time = time;
        this.options = options.Resolve(machine);
        Apt = new AptState(machine, this.options, time);
    }

    /// <summary>The package lists.</summary>
    public AptState Apt { get; }

    /// <summary>The cache folder.</summary>
    public string Folder => options.CacheFolder!;

    internal Machine Machine => machine;

    /// <summary>The runtime of a definition if it is there, else null. Takes about a millisecond.</summary>
    /// <param name="definition">What to look for.</param>
    public PackageRuntime? Find(PackageRuntimeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return AptTools.DebianName(machine.Architecture) is { } architecture
            ? PackageRuntime.Open(Path.Combine(Folder, "runtimes", definition.FolderName(architecture)))
            : null;
    }

    /// <summary>The runtime of a definition; fetched and unpacked first when it is not there.</summary>
    /// <param name="definition">What is wanted.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Cancels; what is complete is kept for the next time.</param>
    /// <exception cref="ThreeDbException">TDB5003, TDB5004, TDB5005, TDB5009, TDB5010 or TDB5011.</exception>
    public async Task<PackageRuntime> EnsureAsync(
        PackageRuntimeDefinition definition, IProgress<ProvisionProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        if (Find(definition) is { } present)
        {
            return present;
        }

        var tools = AptTools.Find(machine, options.Mirror);
        var npm = NpmTools.Find(machine, definition);
        using var held = await options.LockAsync(time, progress, cancellationToken).ConfigureAwait(false);
        if (Find(definition) is { } made)
        {
            return made;
        }

        var installer = new RuntimeInstaller(machine, Folder, Apt, progress);
        return PackageRuntime.Open(await installer.InstallAsync(definition, tools, npm, cancellationToken).ConfigureAwait(false))
            ?? throw new InvalidOperationException("The new runtime has no valid stamp.");
    }
}
