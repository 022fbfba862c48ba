using System.Diagnostics;
using System.Reflection;
using ThreeDb.Projections;
using ThreeDb.Server;

namespace ThreeDb.Testing;

/// <summary>The test program once more, as a server in a process of its own, to be killed or stopped.</summary>
/// <remarks>The program's <c>Main</c> has to answer <c>serve CONNECTION</c> with <see cref="ServeAsync"/>.</remarks>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public int Id => _process.Id;

    private static string[] Self => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Assembly.GetEntryAssembly()!.Location]
        : [Environment.ProcessPath!];

    /// <summary>Starts a server on a database and waits until it listens.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="folder">The folder that it runs in; the caller's when null.</param>
    public static async Task<ServerProcess> StartAsync(string connectionString, string? folder = null)
    {
        string[] command = [.. Self, "serve", connectionString];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder };
        var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new ServerProcess(process, new Uri(url ?? throw new InvalidOperationException("The server did not start.")));
    }

    /// <summary>What the process does: serves until its standard input ends, as it does with the test process.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="connectors">What its projections can go to.</param>
    public static async Task<int> ServeAsync(string connectionString, params IEnumerable<IProjectionFactory> connectors)
    {
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = connectionString, Migrate = false }, connectors: connectors);
        await using var server = await ThreeDbServer.StartAsync(engine, new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        Console.WriteLine(server.Urls[0]);
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    /// <summary>What SIGKILL does: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP), or lets it go on (SIGCONT).</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
