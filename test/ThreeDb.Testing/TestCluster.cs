using ThreeDb.LocalPostgres;

namespace ThreeDb.Testing;

/// <summary>A PostgreSQL of its own, to throw away.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly LocalPostgresServer _server;
    private readonly string _folder;

    private TestCluster(LocalPostgresServer server, string folder, string connectionString)
    {
        _server = server;
        _folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>A connection string of a superuser to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one and starts it.</summary>
    /// <param name="isDurable">Whether what was committed survives a crash, as in a cluster for people.</param>
    public static async Task<TestCluster> CreateAsync(bool isDurable = false)
    {
        var folder = Directory.CreateTempSubdirectory("3db-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as another user when this is root.
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        var options = LocalPostgresOptions.FromEnvironment();
        options.ConnectionString = null;
        options.DataFolder = folder;
        options.Ephemeral = !isDurable;
        options.Settings = new Dictionary<string, string> { ["max_connections"] = "200", ["shared_buffers"] = "256MB" };
        var server = new LocalPostgresServer(options);
        var instance = await server.EnsureAsync();
        return new TestCluster(server, folder, instance.ToConnectionString());
    }

    /// <summary>Stops it; the files stay.</summary>
    public async Task StopAsync() => Assert.True(await _server.StopAsync());

    /// <summary>Kills it where it stands (SIGKILL), and starts it again: it recovers from its log.</summary>
    public async Task KillAsync()
    {
        using var server = System.Diagnostics.Process.GetProcessById((await _server.EnsureAsync()).ProcessId!.Value);
        server.Kill();
        await StartAsync();
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>: the same files, the same port.</summary>
    public async Task StartAsync() => Assert.Equal(ConnectionString, (await _server.EnsureAsync()).ToConnectionString());

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
