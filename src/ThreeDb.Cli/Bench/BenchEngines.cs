using System.Text.Json;
using ThreeDb.Benchmarks;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>The engines that projections are measured with: those that variables name, and FalkorDB, which can be provided.</summary>
internal static class BenchEngines
{
    public const string FalkorDb = "THREEDB_TEST_FALKORDB";
    public const string Neo4j = "THREEDB_TEST_NEO4J";

    public static async Task<BenchmarkEngines> StartAsync(Call call, DataFolder folder, CancellationToken cancellationToken)
    {
        var engines = new List<BenchmarkEngine>();
        LocalServer? own = null;
        if (call.Shell.Setting(FalkorDb) is { } named)
        {
            engines.Add(Engine("falkordb", named));
        }
        else
        {
            own = new LocalServer(KnownServers.FalkorDb, new PackageStore(null, call.Shell.Time), Path.Combine(folder.Root, "bench", "falkordb"), call.Shell.Time);
            await using var progress = new ProvisionDisplay(call.Screen, call.Shell);
            engines.Add(Engine("falkordb", $"redis://127.0.0.1:{(await own.EnsureAsync(progress, cancellationToken)).Port}"));
        }

        if (call.Shell.Setting(Neo4j) is { } neo4j)
        {
            engines.Add(Engine("neo4j", neo4j));
        }

        return new BenchmarkEngines(engines, async () =>
        {
            if (own is not null)
            {
                await own.StopAsync(CancellationToken.None);
            }
        });
    }

    private static BenchmarkEngine Engine(string kind, string url) => new(kind, JsonSerializer.SerializeToElement(new { url }, ThreeDbJson.Options));
}
