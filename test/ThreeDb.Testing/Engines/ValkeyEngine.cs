using System.Globalization;
using System.Net.Sockets;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Testing;

/// <summary>Valkey, from Debian's packages.</summary>
public sealed class ValkeyEngine() : Engine("valkey")
{
    private static readonly LocalServerDefinition Definition = new("valkey", KnownRuntimes.Valkey, "usr/bin/valkey-server",
        (port, _) => ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--daemonize", "no", "--save", "", "--appendonly", "no"])
    {
        IsReady = PingAsync,
    };

    /// <summary>The one instance, by which the shared server is found.</summary>
    public static ValkeyEngine Instance { get; } = new();

    public override string Remedy => "Set THREEDB_TEST_VALKEY to a server that the tests may use, such as redis://127.0.0.1:6379, or run on Debian or Ubuntu with apt.";

    public override async Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = await Server(folder).EnsureAsync(null, cancellationToken);
        return new EngineProcess($"redis://127.0.0.1:{server.Port}", server.ProcessId);
    }

    public override Task StopAsync(string folder, CancellationToken cancellationToken) => Server(folder).StopAsync(cancellationToken);

    private static LocalServer Server(string folder) => new(Definition, new PackageStore(), folder);

    private static async Task<bool> PingAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[7];
            return await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken) == answer.Length
                && answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
