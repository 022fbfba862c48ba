using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>Apache AGE can crash its instance: the connector works in no instance that holds a source of truth.</summary>
public sealed class OwnInstanceTests
{
    private static readonly ProjectionContext Context = new("tenant", "graph", TimeProvider.System);

    [Fact]
    public async Task Database_with_a_source_of_truth_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var exception = await RefusedAsync(database.ConnectionString);
        Assert.Contains("holds the schema threedb", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_database_of_its_instance_is_refused_as_well()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateEmptyAsync();
        var exception = await RefusedAsync(empty.ConnectionString);
        Assert.Contains("has the roles of 3db", exception.Message, StringComparison.Ordinal);
        Assert.False(await empty.ScalarAsync<bool>("select exists (select from pg_extension where extname = 'age') or to_regnamespace('threedb_age') is not null"));
    }

    [Fact]
    public async Task Instance_without_3db_is_taken_also_as_an_ordinary_user_who_owns_the_database()
    {
        var server = await EngineServer.SharedAsync(AgeEngine.Instance);
        var name = $"owned_{Environment.ProcessId}";
        await AgeServers.RunAsync($"create role {name} login createrole password 'secret'");
        await AgeServers.RunAsync($"create database {name} owner {name}");
        try
        {
            var admin = new NpgsqlConnectionStringBuilder(server.Url) { Database = name };
            await TestPostgres.RunAsync(admin.ConnectionString, $"create extension age; grant usage on schema ag_catalog to {name} with grant option; grant select on ag_catalog.ag_graph, ag_catalog.ag_label to {name} with grant option; grant all on ag_catalog.ag_graph, ag_catalog.ag_label to {name}");
            admin.Username = name;
            admin.Password = "secret";
            await using var projection = new AgeProjectionFactory().Create(Context, Json.Of(new { connectionString = admin.ConnectionString }));
            await projection.PrepareAsync(new Fence(1, 1), default);
            await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1)], []), default);
            var answer = await ((IQueryableProjection)projection).QueryAsync(new EngineQuery("MATCH (n) RETURN n._seq", new Dictionary<string, System.Text.Json.JsonElement>(), TimeSpan.FromSeconds(30), 10), default);
            Assert.Equal(1, Assert.Single(answer.Rows)[0].GetInt32());
            await projection.DropAsync(Fences.Newest, default);
        }
        finally
        {
            await AgeServers.RunAsync($"drop database {name} with (force)");
            await AgeServers.RunAsync($"drop owned by {name}; drop role {name}");
        }
    }

    [Fact]
    public async Task Projection_that_was_not_prepared_says_so()
    {
        await using var projection = await AgeServers.ProjectionAsync(new ProjectionContext("nobody", "nothing", TimeProvider.System));
        await AgeServers.PreparedOnceAsync();
        await Assert.ThrowsAsync<ProjectionLostException>(() => projection.ApplyAsync(new ProjectionBatch(new Fence(1, 1), [Rows.Entity(1)], []), default));
    }

    private static async Task<ThreeDbException> RefusedAsync(string url)
    {
        await using var projection = AgeServers.Projection(Context, url);
        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), default));
        Assert.Equal(ErrorCodes.InvalidProjection, exception.Code);
        Assert.Contains("instance of its own", exception.Hint, StringComparison.Ordinal);
        return exception;
    }
}
