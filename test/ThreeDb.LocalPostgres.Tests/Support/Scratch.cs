namespace ThreeDb.LocalPostgres.Tests;

/// <summary>A folder of a test's own, which everybody can enter, removed at the end together with the servers that run in it.</summary>
internal sealed class Scratch : IAsyncDisposable
{
    private readonly List<Func<Task>> endings = [];

    public Scratch()
    {
        Folder = Path.Combine(Path.GetTempPath(), "3db-test-" + Guid.NewGuid().ToString("N")[..8]);
        OwnFolder.CreateReadable(Folder);
    }

    public string Folder { get; }

    /// <summary>The packages' cache that all tests share, so that the download happens once.</summary>
    public static string SharedCache { get; } =
        Environment.GetEnvironmentVariable("THREEDB_TEST_CACHE") is { Length: > 0 } folder ? folder : LocalFolders.Current.Cache;

    /// <summary>The shared cache as a store.</summary>
    public static PackageStore SharedStore() => new(new PackageStoreOptions { CacheFolder = SharedCache });

    /// <summary>A path below the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Runs something before the folder is removed, the last one first.</summary>
    public void AtEnd(Func<Task> ending) => endings.Insert(0, ending);

    /// <summary>
    /// Options of a throw-away cluster in this folder, with the shared runtime. It does not wait for the disk unless asked to.
    /// </summary>
    public LocalPostgresOptions Options(string name = "data", bool isDurable = false) => new()
    {
        Source = PostgresSource.Private,
        DataFolder = this[name],
        Packages = new PackageStoreOptions { CacheFolder = SharedCache },
        Ephemeral = !isDurable,
        Settings = isDurable ? new Dictionary<string, string>() : new Dictionary<string, string> { ["fsync"] = "off" },
    };

    /// <summary>A server that is stopped at the end.</summary>
    public LocalPostgresServer Server(LocalPostgresOptions? options = null, Machine? machine = null)
    {
        Prerequisite.Packages();
        var server = new LocalPostgresServer(options ?? Options(), TimeProvider.System, machine ?? Machine.Current);
        AtEnd(() => server.StopAsync());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ending in endings)
        {
            await ending();
        }

        OwnFolder.TryDelete(Folder);
    }
}
