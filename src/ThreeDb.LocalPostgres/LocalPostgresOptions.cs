namespace ThreeDb.LocalPostgres;

/// <summary>Settings of a local PostgreSQL. The defaults are for one user's machine.</summary>
public sealed class LocalPostgresOptions
{
    /// <summary>A server to use instead of a local one; nothing is started then. Variable <c>THREEDB_POSTGRES</c>. Default none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Where PostgreSQL shall come from. Variable <c>THREEDB_RUNTIME</c> (auto, installed, private, container). Default auto.
    /// </summary>
    public PostgresSource Source { get; set; }

    /// <summary>
    /// The folder that holds the cluster in a sub-folder (<see cref="ClusterName"/>); null for the user's own (<see
    /// cref="LocalFolders.Data"/>).
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>The sub-folder of the cluster: 1 to 40 small letters, digits and <c>-</c>. Clusters of other names are others. Default <c>postgres</c>.</summary>
    public string ClusterName { get; set; } = "postgres";

    /// <summary>Where packages come from and are kept.</summary>
    public PackageStoreOptions Packages { get; set; } = new();

    /// <summary>
    /// The private runtime to use and no other PostgreSQL, for example <see cref="KnownRuntimes.Postgres17Age"/>: PostgreSQL 17 with
    /// further packages. Null for whatever PostgreSQL is at hand, with <see cref="KnownRuntimes.Postgres17"/> as private runtime.
    /// </summary>
    public PackageRuntimeDefinition? Runtime { get; set; }

    /// <summary>The port on 127.0.0.1, 1024 to 65535; null for a free one, which is kept for later starts while it stays free.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// Settings of PostgreSQL that override 3db's own, from the next start on. Those that give up durability need <see
    /// cref="Ephemeral"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();

    /// <summary>Whether the cluster is one to throw away, as in tests: then it may lose data in a crash. Default false.</summary>
    public bool Ephemeral { get; set; }

    /// <summary>How long a start may take, from 1 s to 1 h. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an orderly stop may take before it becomes an immediate one, from 0 to 1 h. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for another 3db that works on the same cluster, from 0 to 1 h. Default 2 minutes.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The image for <see cref="PostgresSource.Container"/>: PostgreSQL 17 with pgvector.</summary>
    public string ContainerImage { get; set; } = "pgvector/pgvector:pg17";

    /// <summary>
    /// The defaults with what the environment says: <c>THREEDB_POSTGRES</c>, <c>THREEDB_RUNTIME</c>, <c>THREEDB_DATA</c>,
    /// <c>THREEDB_CACHE</c>, <c>THREEDB_APT_MIRROR</c>.
    /// </summary>
    /// <exception cref="ThreeDbException">TDB6003, when a variable has a value that is not known.</exception>
    public static LocalPostgresOptions FromEnvironment() => FromEnvironment(Machine.Current);

    internal static LocalPostgresOptions FromEnvironment(Machine machine)
    {
        var folders = machine.Setting("THREEDB_POSTGRES") is null ? LocalFolders.For(machine) : null;
        return new LocalPostgresOptions
        {
            ConnectionString = machine.Setting("THREEDB_POSTGRES"),
            Source = machine.Setting("THREEDB_RUNTIME") is { } source ? ParseSource(source) : PostgresSource.Auto,
            DataFolder = folders?.Data,
            Packages = new PackageStoreOptions { CacheFolder = folders?.Cache, Mirror = machine.Setting("THREEDB_APT_MIRROR") },
        };
    }

    private static PostgresSource ParseSource(string text)
    {
        string[] known = ["auto", "installed", "private", "container"];
        return known.Contains(text) && Enum.TryParse<PostgresSource>(text, ignoreCase: true, out var source)
            ? source
            : throw new ThreeDbException(ErrorCodes.InvalidConfiguration,
                $"THREEDB_RUNTIME is '{text}'{Nearest.Hint(text, known)}.", $"Use one of {string.Join(", ", known)}.");
    }
}
