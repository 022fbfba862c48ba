using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace ThreeDb.Testing;

/// <summary>Neo4j Community with its Graph Data Science procedures, from the folder of repacked engines. Needs Java 17.</summary>
/// <param name="password">The password of the user <c>neo4j</c>; without one the server asks nobody who he is.</param>
public sealed class Neo4jEngine(string? password = null) : Engine("neo4j")
{
    private const int Starts = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    /// <summary>The one instance, by which the shared server is found.</summary>
    public static Neo4jEngine Instance { get; } = new();

    /// <summary>The variable with the password of the server that <see cref="Engine.Variable"/> names.</summary>
    public const string PasswordVariable = "THREEDB_TEST_NEO4J_PASSWORD";

    /// <summary>Whether that variable is set.</summary>
    public static bool HasPassword => Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 };

    public override string Remedy =>
        $"Set {Variable} to a server that the tests may use, such as http://127.0.0.1:7474 (and {PasswordVariable}), or install Java 17 and xz and {EngineArchives.Remedy}.";

    public override JsonElement SettingsOf(string url) => HasPassword ? Json.Of(new { url, user = "neo4j", passwordVariable = PasswordVariable }) : base.SettingsOf(url);

    public override async Task<EngineProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        // The server takes its ports only after seconds, and another process may have taken them by then. Those of a server that is started again stay the same.
        var starts = File.Exists(PortsFile(folder)) ? 1 : Starts;
        for (var start = 1; ; start++)
        {
            if (await TryStartAsync(folder, cancellationToken) is { } started)
            {
                return started;
            }

            if (start == starts)
            {
                throw await DidNotStartAsync(folder, cancellationToken);
            }

            File.Delete(PortsFile(folder));
        }
    }

    public override async Task StopAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(ProcessFile(folder)))
        {
            return;
        }

        var id = int.Parse(await File.ReadAllTextAsync(ProcessFile(folder), cancellationToken), CultureInfo.InvariantCulture);
        var commandLine = $"/proc/{id}/cmdline";
        if (File.Exists(commandLine) && (await File.ReadAllTextAsync(commandLine, cancellationToken)).Contains(folder, StringComparison.Ordinal))
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private async Task<EngineProcess?> TryStartAsync(string folder, CancellationToken cancellationToken)
    {
        var script = EngineArchives.Script();
        var (http, bolt) = await PortsAsync(folder, cancellationToken);
        var start = new ProcessStartInfo("/bin/sh") { Environment = { ["ENGINE_HEAP"] = "640m" } };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >> \"$LOG\" 2>&1 < /dev/null", script, "run", "neo4j", "--home", Path.Combine(folder, "data"), "--http", http, "--bolt", bolt])
        {
            start.ArgumentList.Add(argument);
        }

        var log = LogFile(folder);
        var begun = File.Exists(log) ? new FileInfo(log).Length : 0;
        start.Environment["LOG"] = log;
        if (password is not null)
        {
            var file = Path.Combine(folder, "password");
            await File.WriteAllTextAsync(file, password, cancellationToken);
            start.ArgumentList.Add("--password");
            start.ArgumentList.Add(file);
        }

        using var process = Process.Start(start)!;
        await File.WriteAllTextAsync(ProcessFile(folder), process.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);
        var url = $"http://127.0.0.1:{http}";
        var waited = Stopwatch.StartNew();
        while (!IsReady(log, begun) || !await AnswersAsync(url, cancellationToken))
        {
            if (process.HasExited)
            {
                return null;
            }

            if (waited.Elapsed > StartTimeout)
            {
                throw await DidNotStartAsync(folder, cancellationToken);
            }

            await Task.Delay(100, cancellationToken);
        }

        return new EngineProcess(url, process.Id);
    }

    private static string ProcessFile(string folder) => Path.Combine(folder, "pid");

    private static string PortsFile(string folder) => Path.Combine(folder, "ports");

    private static string LogFile(string folder) => Path.Combine(folder, "log");

    private static async Task<ThreeDbException> DidNotStartAsync(string folder, CancellationToken cancellationToken)
    {
        var log = LogFile(folder);
        var last = File.Exists(log) ? (await File.ReadAllLinesAsync(log, cancellationToken)).LastOrDefault(line => line.Length > 0) : null;
        return new ThreeDbException(ErrorCodes.ServerDidNotStart, last ?? "It said nothing.");
    }

    private static async Task<(string Http, string Bolt)> PortsAsync(string folder, CancellationToken cancellationToken)
    {
        var file = PortsFile(folder);
        if (!File.Exists(file))
        {
            using var http = new TcpListener(IPAddress.Loopback, 0);
            using var bolt = new TcpListener(IPAddress.Loopback, 0);
            http.Start();
            bolt.Start();
            await File.WriteAllTextAsync(file, $"{((IPEndPoint)http.LocalEndpoint).Port} {((IPEndPoint)bolt.LocalEndpoint).Port}", cancellationToken);
        }

        var ports = (await File.ReadAllTextAsync(file, cancellationToken)).Split(' ');
        return (ports[0], ports[1]);
    }

    // It listens before it has set its password; then it says that it is ready, or, started again, that it has that password already (and serves).
    private static bool IsReady(string log, long begun)
    {
        if (!File.Exists(log))
        {
            return false;
        }

        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        reader.BaseStream.Position = begun;
        var said = reader.ReadToEnd();
        return said.Contains("ready http", StringComparison.Ordinal) || said.Contains("password cannot be the same", StringComparison.Ordinal);
    }

    private static async Task<bool> AnswersAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.PostAsJsonAsync($"{url}/db/neo4j/query/v2", new { statement = "RETURN 1" }, cancellationToken);
            return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Unauthorized;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
