using System.Text.Json;
using ThreeDb.Benchmarks;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>
/// The engines that 3db is measured with: those that variables name; FalkorDB and Apache AGE, which can be provided; and Neo4j, where a variable names the folder
/// of repacked servers.
/// </summary>
internal sealed class BenchEngines(Call call, DataFolder folder)
{
    public const string FalkorDb = "THREEDB_TEST_FALKORDB";
    public const string Neo4j = "THREEDB_TEST_NEO4J";
    public const string Age = "THREEDB_TEST_AGE";
    public const string Archives = "THREEDB_ENGINES";

    private readonly Stack<Func<Task>> _stops = new();

    /// <summary>Provides engines of some kinds. What cannot be provided is left out, with a warning.</summary>
    public static async Task<BenchmarkEngines> StartAsync(Call call, DataFolder folder, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        var start = new BenchEngines(call, folder);
        var engines = new List<BenchmarkEngine>();
        try
        {
            foreach (var kind in kinds)
            {
                if (await start.UrlAsync(kind, cancellationToken) is { } url)
                {
                    engines.Add(new BenchmarkEngine(kind, JsonSerializer.SerializeToElement(new { url }, ThreeDbJson.Options)));
                }
            }
        }
        catch
        {
            await start.StopAsync();
            throw;
        }

        return new BenchmarkEngines(engines, start.StopAsync);
    }

    private async Task<string?> UrlAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            return kind switch
            {
                "falkordb" => call.Shell.Setting(FalkorDb) ?? await FalkorDbAsync(cancellationToken),
                "neo4j" => call.Shell.Setting(Neo4j) ?? await Neo4jAsync(cancellationToken),
                "age" => call.Shell.Setting(Age) ?? await AgeAsync(cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
        }
        catch (ThreeDbException exception)
        {
            call.Screen.Warn($"Without {kind}: {exception.Message}");
            return null;
        }
    }

    private async Task<string> FalkorDbAsync(CancellationToken cancellationToken)
    {
        var place = PlaceOf("falkordb");
        var server = new LocalServer(KnownServers.FalkorDb, new PackageStore(null, call.Shell.Time), place, call.Shell.Time);
        await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
        var instance = await server.EnsureAsync(progress, cancellationToken);
        _stops.Push(() => EndAsync(server.StopAsync, place));
        return $"redis://127.0.0.1:{instance.Port}";
    }

    private async Task<string> AgeAsync(CancellationToken cancellationToken)
    {
        var options = LocalAge.FromEnvironment();
        var place = options.DataFolder = PlaceOf("age");
        var server = new LocalPostgresServer(options);
        await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
        var instance = await server.EnsureAsync(progress, cancellationToken);
        _stops.Push(() => EndAsync(server.StopAsync, place));
        return instance.ToConnectionString(overTcp: true);
    }

    private async Task<string?> Neo4jAsync(CancellationToken cancellationToken)
    {
        if (call.Shell.Setting(Archives) is not { } archives)
        {
            return null;
        }

        var process = await Neo4jProcess.StartAsync(archives, cancellationToken);
        _stops.Push(async () => await process.DisposeAsync());
        return process.Url;
    }

    private string PlaceOf(string kind) => Path.Combine(folder.Root, "bench", kind);

    // What it holds is worth nothing afterwards, and would only make the next start slow.
    private static async Task EndAsync(Func<CancellationToken, Task<bool>> stop, string place)
    {
        await stop(CancellationToken.None);
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task StopAsync()
    {
        while (_stops.TryPop(out var stop))
        {
            await stop();
        }
    }
}
