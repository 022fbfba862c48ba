using System.Globalization;
using Npgsql;
using ThreeDb.Sync;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>A server that takes no writes for a while, as a standby after a fail-over: no row is at fault.</summary>
public sealed class ReadOnlyServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_read_only_for_a_while_stalls_the_projection_and_parks_nothing()
    {
        await using var server = await EngineServer.OwnAsync(AgeEngine.Instance, Token);
        await using var database = await TestDatabase.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(
            new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false }, connectors: [new AgeProjectionFactory()], cancellationToken: Token);
        var db = await engine.ForAsync();
        await db.Sync.PutAsync("graph", new ProjectionDefinition { Kind = "age", Settings = AgeServers.Settings(server.Url) }, Token);
        await UntilAsync(db, status => status is { State: ProjectionState.Live, Unfinished.Count: 0 });

        await SetReadOnlyAsync(server, "on");
        for (var i = 0; i < 9; i++)
        {
            await db.Entities.CreateAsync("thing", new { i }, $"thing{i}");
        }

        var stalled = await UntilAsync(db, status => status is { State: ProjectionState.Stalled, Retries: > 8 });
        Assert.Contains("takes no writes", stalled.Reason, StringComparison.Ordinal);
        var at = new NpgsqlConnectionStringBuilder(server.Url);
        foreach (var part in (string[])[at.Host!, at.Port.ToString(CultureInfo.InvariantCulture), at.Database!, at.Username!])
        {
            Assert.Contains(part, stalled.Reason, StringComparison.Ordinal);
        }

        Assert.Contains("default_transaction_read_only", stalled.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, stalled.Parked);

        await SetReadOnlyAsync(server, "off");
        var live = await UntilAsync(db, status => status is { State: ProjectionState.Live, Pending: 0 });
        Assert.Equal(0, live.Parked);
        await db.Sync.ReconcileAsync("graph", Token);
        var compared = (await UntilAsync(db, status => status.LastReconcile is not null)).LastReconcile!;
        Assert.Equal((9, 0, 0, 0), (compared.Entities, compared.Missing, compared.Orphans, compared.Differing));
    }

    private static async Task SetReadOnlyAsync(EngineServer server, string value)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.Url) { Options = "-c default_transaction_read_only=off" }.ConnectionString;
        await TestPostgres.RunAsync(connection, $"alter system set default_transaction_read_only = {value}");
        await TestPostgres.RunAsync(connection, "select pg_reload_conf()");
    }

    private static Task<ProjectionStatus> UntilAsync(TenantDb db, Func<ProjectionStatus, bool> expected) =>
        Until.ExpectedAsync(() => db.Sync.GetAsync("graph", Token), expected, TimeSpan.FromSeconds(60));
}
