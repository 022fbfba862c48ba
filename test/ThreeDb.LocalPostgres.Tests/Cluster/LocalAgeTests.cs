namespace ThreeDb.LocalPostgres.Tests;

public sealed class LocalAgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Age_runs_in_an_instance_of_its_own_beside_the_other()
    {
        await using var scratch = new Scratch();
        var source = await scratch.Server().EnsureAsync(cancellationToken: Token);
        var options = scratch.Options();
        var age = LocalAge.FromEnvironment();
        options.Runtime = age.Runtime;
        options.ClusterName = age.ClusterName;
        options.Settings = new Dictionary<string, string>(age.Settings) { ["fsync"] = "off" };
        var graph = await scratch.Server(options).EnsureAsync(cancellationToken: Token);

        const string systemIdentifier = "select system_identifier from pg_control_system()";
        Assert.NotEqual(await Sql.AskAsync(source, systemIdentifier), await Sql.AskAsync(graph, systemIdentifier));
        Assert.Equal("age", await Sql.AskAsync(graph, "show shared_preload_libraries"));
        Assert.Contains("2", await Sql.AskAsync(graph,
            "create extension age; set search_path = ag_catalog; select create_graph('graph'); select v::text from cypher('graph', $$ RETURN 1 + 1 $$) as (v agtype)"));
    }
}
