using ThreeDb.LocalPostgres;

namespace ThreeDb.Testing;

/// <summary>Valkey, from Debian's packages.</summary>
public sealed class ValkeyEngine() : Engine("valkey")
{
    /// <summary>The one instance, by which the shared server is found.</summary>
    public static ValkeyEngine Instance { get; } = new();

    public override string Remedy => "Set THREEDB_TEST_VALKEY to a server that the tests may use, such as redis://127.0.0.1:6379, or run on Debian or Ubuntu with apt.";

    public override async Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = await Server(folder).EnsureAsync(null, cancellationToken);
        return new EngineProcess($"redis://127.0.0.1:{server.Port}", server.ProcessId);
    }

    public override Task StopAsync(string folder, CancellationToken cancellationToken) => Server(folder).StopAsync(cancellationToken);

    private static LocalServer Server(string folder) => new(KnownServers.Valkey, new PackageStore(), folder);
}
