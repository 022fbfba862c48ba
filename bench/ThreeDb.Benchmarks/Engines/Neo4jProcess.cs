using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace ThreeDb.Benchmarks;

/// <summary>Neo4j with its Graph Data Science library, run by the script <c>engine</c> of the folder of repacked servers. Needs Java 17.</summary>
public sealed class Neo4jProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly string _home;

    private Neo4jProcess(Process process, string home, string url) => (_process, _home, Url) = (process, home, url);

    /// <summary>Where it serves.</summary>
    public string Url { get; }

    /// <summary>Starts it with 1 GB of heap and waits until it serves.</summary>
    /// <param name="engines">The folder with the script.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB5008</c>: it does not start.</exception>
    public static async Task<Neo4jProcess> StartAsync(string engines, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("3db-bench-neo4j-").FullName;
        var (http, bolt) = FreePorts();
        var start = new ProcessStartInfo(Path.Combine(engines, "engine"), ["run", "neo4j", "--home", home, "--http", http, "--bolt", bolt])
        {
            Environment = { ["ENGINE_HEAP"] = "1g" }, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var last = "It said nothing.";
        process.OutputDataReceived += (_, said) => last = said.Data is { Length: > 0 } line ? line : last;
        process.ErrorDataReceived += (_, said) => last = said.Data is { Length: > 0 } line ? line : last;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var neo4j = new Neo4jProcess(process, home, $"http://127.0.0.1:{http}");
        try
        {
            var waited = Stopwatch.StartNew();
            while (!await neo4j.AnswersAsync(cancellationToken))
            {
                if (process.HasExited || waited.Elapsed > StartTimeout)
                {
                    throw new ThreeDbException(ErrorCodes.ServerDidNotStart, $"Neo4j did not start: {last}");
                }

                await Task.Delay(100, cancellationToken);
            }

            return neo4j;
        }
        catch
        {
            await neo4j.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.PostAsJsonAsync($"{Url}/db/neo4j/query/v2", new { statement = "RETURN 1" }, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static (string Http, string Bolt) FreePorts()
    {
        using var http = new TcpListener(IPAddress.Loopback, 0);
        using var bolt = new TcpListener(IPAddress.Loopback, 0);
        http.Start();
        bolt.Start();
        return (PortOf(http), PortOf(bolt));
    }

    private static string PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
}
