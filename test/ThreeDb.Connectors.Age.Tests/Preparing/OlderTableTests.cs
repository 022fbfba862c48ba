using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>What an older version of the connector made is gone on with.</summary>
public sealed class OlderTableTests
{
    private static readonly ProjectionContext Context = new("older", "graph", TimeProvider.System);

    // In a database of its own: all graphs of a database share the table.
    [Fact]
    public async Task Table_without_the_database_that_feeds_a_graph_is_probed_and_then_prepared()
    {
        var name = $"older_{Environment.ProcessId}";
        await AgeServers.RunAsync($"create database {name}");
        try
        {
            var url = new NpgsqlConnectionStringBuilder((await EngineServer.SharedAsync(AgeEngine.Instance)).Url) { Database = name }.ConnectionString;
            await TestPostgres.RunAsync(url, "create extension age");
            await using var projection = AgeServers.Projection(Context, url);
            await projection.PrepareAsync(new Fence(1, 1), default);
            await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1)], []), default);
            await TestPostgres.RunAsync(url, "alter table threedb_age.graph drop column database");
            await projection.ProbeAsync(new Fence(1, 3), default);
            await projection.PrepareAsync(new Fence(2, 1), default);
            await projection.ApplyAsync(new ProjectionBatch(new Fence(2, 2), [Rows.Entity(2)], []), default);
            Assert.Equal(2, (await projection.ReadAsync(relations: false, new SeqRange(0, SeqRange.Last), default).ToListAsync()).Count);
            await projection.DropAsync(Fences.Newest, default);
        }
        finally
        {
            await AgeServers.RunAsync($"drop database {name} with (force)");
        }
    }
}
