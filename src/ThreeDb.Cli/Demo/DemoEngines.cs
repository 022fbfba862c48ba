using System.Data.Common;
using System.Text.Json;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>The engines that the demo provides, in the data folder; <c>3db down</c> stops them, and <c>3db up</c> starts them again.</summary>
internal sealed class DemoEngines(DataFolder folder, TimeProvider time)
{
    private string Root => Path.Combine(folder.Root, "engines");

    private string AgePassword => Path.Combine(Root, "age.password");

    /// <summary>Provides an engine.</summary>
    /// <returns>The settings of a projection into it.</returns>
    /// <exception cref="ThreeDbException">5xxx.</exception>
    public async Task<JsonElement> EnsureAsync(string kind, Call call, IProgress<ProvisionProgress> progress)
    {
        Directory.CreateDirectory(Root);
        return kind switch
        {
            "age" => await AgeAsync(progress, call.Token),
            "neo4j" => Neo4j(call),
            _ => Json(new { url = $"redis://127.0.0.1:{(await Local(kind).EnsureAsync(progress, call.Token)).Port}" }),
        };
    }

    /// <summary>Starts those again that were provided before, on the ports that they had.</summary>
    /// <returns>Their kinds.</returns>
    /// <exception cref="ThreeDbException">5xxx.</exception>
    public async Task<IReadOnlyList<string>> StartAgainAsync(IProgress<ProvisionProgress> progress, CancellationToken cancellationToken)
    {
        var kinds = Provided();
        foreach (var kind in kinds)
        {
            await (kind == "age" ? (Task)AgeAsync(progress, cancellationToken) : Local(kind).EnsureAsync(progress, cancellationToken));
        }

        return kinds;
    }

    /// <summary>Stops those that run.</summary>
    /// <returns>Their kinds.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(CancellationToken cancellationToken)
    {
        var stopped = new List<string>();
        foreach (var kind in Provided())
        {
            if (await (kind == "age" ? Age().StopAsync(cancellationToken) : Local(kind).StopAsync(cancellationToken)))
            {
                stopped.Add(kind);
            }
        }

        return stopped;
    }

    private List<string> Provided() =>
        [.. ((string[])["falkordb", "valkey"]).Where(kind => Directory.Exists(Path.Combine(Root, kind))), .. File.Exists(AgePassword) ? ["age"] : (string[])[]];

    private LocalServer Local(string kind) =>
        new(kind == "valkey" ? KnownServers.Valkey : KnownServers.FalkorDb, new PackageStore(null, time), Path.Combine(Root, kind), time);

    private LocalPostgresServer Age()
    {
        var options = LocalAge.FromEnvironment();
        options.DataFolder = folder.Root;
        return new LocalPostgresServer(options);
    }

    private async Task<JsonElement> AgeAsync(IProgress<ProvisionProgress> progress, CancellationToken cancellationToken)
    {
        var instance = await Age().EnsureAsync(new NamedProgress("Apache AGE", progress), cancellationToken);
        var connection = new DbConnectionStringBuilder { ConnectionString = instance.ToConnectionString(overTcp: true) };
        connection.Remove("Password");
        if (!File.Exists(AgePassword) || await File.ReadAllTextAsync(AgePassword, cancellationToken) != instance.Password)
        {
            await using var file = new FileStream(AgePassword, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(instance.Password), cancellationToken);
        }

        return Json(new { connectionString = connection.ConnectionString, passwordFile = AgePassword });
    }

    private static JsonElement Neo4j(Call call)
    {
        var url = DemoWith.UrlOfNeo4j(call);
        return call.Get(DemoWith.Neo4jPassword) is { } file
            ? Json(new { url, user = "neo4j", passwordFile = Path.GetFullPath(Path.Combine(call.Shell.Folder, file)) })
            : Json(new { url });
    }

    private static JsonElement Json<T>(T settings) => JsonSerializer.SerializeToElement(settings, ThreeDbJson.Options);
}
