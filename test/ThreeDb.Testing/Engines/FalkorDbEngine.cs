using ThreeDb.LocalPostgres;

namespace ThreeDb.Testing;

/// <summary>FalkorDB, from its npm package and Debian's libraries.</summary>
public sealed class FalkorDbEngine() : Engine("falkordb")
{
    /// <summary>The one instance, by which the shared server is found.</summary>
    public static FalkorDbEngine Instance { get; } = new();

    public override string Remedy => "Set THREEDB_TEST_FALKORDB to a server that the tests may use, such as redis://127.0.0.1:6379, or run on Debian or Ubuntu (x86-64) with apt and npm.";

    public override async Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = await Server(folder).EnsureAsync(null, cancellationToken);
        return new EngineProcess($"redis://127.0.0.1:{server.Port}", server.ProcessId);
    }

    public override Task StopAsync(string folder, CancellationToken cancellationToken) => Server(folder).StopAsync(cancellationToken);

    private static LocalServer Server(string folder) => new(KnownServers.FalkorDb, new PackageStore(), folder);
}
