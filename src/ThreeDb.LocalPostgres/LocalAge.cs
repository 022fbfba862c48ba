namespace ThreeDb.LocalPostgres;

/// <summary>A PostgreSQL with Apache AGE, in an instance of its own beside the one with the data: a query that crashes it costs no one else anything.</summary>
public static class LocalAge
{
    /// <summary>Settings of that instance, for <see cref="LocalPostgresServer"/>; the folders are those of the environment.</summary>
    /// <remarks><c>THREEDB_POSTGRES</c> and <c>THREEDB_RUNTIME</c> say nothing about it: it always is the private runtime.</remarks>
    public static LocalPostgresOptions FromEnvironment()
    {
        var folders = LocalFolders.Current;
        return new LocalPostgresOptions
        {
            Source = PostgresSource.Private,
            Runtime = KnownRuntimes.Postgres17Age,
            ClusterName = "age",
            DataFolder = folders.Data,
            Packages = new PackageStoreOptions { CacheFolder = folders.Cache, Mirror = Machine.Current.Setting("THREEDB_APT_MIRROR") },

            // Preloaded, because a role without superuser rights may not load a library; and a projection can be made anew, so a
            // small share of the memory will do.
            // Only a superuser can switch containment off, without which a pattern such as (n {_id: 'x'}) is answered by an index.
            Settings = new Dictionary<string, string>
            {
                ["shared_preload_libraries"] = "age", ["age.enable_containment"] = "off", ["shared_buffers"] = "128MB",
            },
        };
    }
}
