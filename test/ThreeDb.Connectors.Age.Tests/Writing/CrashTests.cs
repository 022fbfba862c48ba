using System.Diagnostics;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>An instance that dies takes half a batch with it, and nothing else.</summary>
public sealed class CrashTests
{
    private static readonly ProjectionContext Context = new("crash", "graph", TimeProvider.System);

    [Fact]
    public async Task Instance_killed_in_the_middle_of_a_batch_holds_nothing_of_it_and_takes_it_again()
    {
        await using var server = await EngineServer.OwnAsync(AgeEngine.Instance);
        await using var projection = AgeServers.Projection(Context, server.Url);
        await projection.PrepareAsync(new Fence(1, 1), default);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2)]), default);
        var before = await DigestsAsync(projection);
        var batch = new ProjectionBatch(new Fence(1, 3),
            [Rows.Gone(1), .. Enumerable.Range(2, 500).Select(seq => Rows.Entity(seq, """{"big":"batch"}"""))],
            [.. Enumerable.Range(2, 500).Select(seq => Rows.Relation(seq, seq + 1))]);

        // The batch has written its entities and waits for this lock before its relations.
        await using (var holder = new NpgsqlConnection(server.Url))
        {
            await holder.OpenAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await RunAsync(holder, $"""lock table "{AgeNames.Graph(Context.Tenant, Context.Name)}"."KNOWS" in share mode""");
            var applying = projection.ApplyAsync(batch, default);
            await WaitForLockAsync(holder);
            server.Kill();
            var exception = await Assert.ThrowsAsync<ThreeDbException>(() => applying);
            Assert.True(exception.IsTransient, exception.Message);
        }

        await server.RestartAsync();
        Assert.Equal(before, await AgainAsync(() => DigestsAsync(projection)));
        await projection.ApplyAsync(batch with { Fence = new Fence(1, 4) }, default);
        Assert.Equal(500, (await DigestsAsync(projection))[0].Count);
        Assert.Equal(501, (await DigestsAsync(projection))[1].Count);
    }

    [Fact]
    public async Task Query_that_ended_its_server_process_is_not_run_again_and_others_are()
    {
        await using var server = await EngineServer.OwnAsync(AgeEngine.Instance);
        await using var projection = (IQueryableProjection)AgeServers.Projection(Context, server.Url);
        await projection.PrepareAsync(new Fence(1, 1), default);
        var deadly = Query("UNWIND range(1, 20000) AS a UNWIND range(1, 20000) AS b WITH a, b WHERE a + b = -1 RETURN a");
        var asking = projection.QueryAsync(deadly, default);
        var process = await ProcessAsync(server.Url);
        process.Kill(); // As a crash of AGE inside of it would.
        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => asking);
        Assert.Equal(ErrorCodes.ProjectionUnreachable, exception.Code);

        exception = await Assert.ThrowsAsync<ThreeDbException>(() => projection.QueryAsync(deadly, default));
        Assert.Equal(ErrorCodes.QueryRefused, exception.Code);
        Assert.Contains("ended the server", exception.Message, StringComparison.Ordinal);
        var answer = await AgainAsync(() => projection.QueryAsync(Query("RETURN 1"), default));
        Assert.Equal(1, answer.Rows[0][0].GetInt32());
    }

    [Fact]
    public async Task Batch_that_waits_while_a_newer_fence_is_set_changes_nothing()
    {
        var context = Context with { Tenant = $"waits-{Environment.ProcessId}" };
        await using var projection = await AgeServers.ProjectionAsync(context);
        await projection.PrepareAsync(new Fence(1, 1), default);
        await projection.ApplyAsync(new ProjectionBatch(new Fence(1, 2), [Rows.Entity(1)], []), default);
        var before = await DigestsAsync(projection);
        await using (var holder = new NpgsqlConnection((await EngineServer.SharedAsync(AgeEngine.Instance)).Url))
        {
            await holder.OpenAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await RunAsync(holder, $"update threedb_age.graph set fence_epoch = 2, fence_number = 1 where tenant = '{context.Tenant}'");
            var late = projection.ApplyAsync(new ProjectionBatch(new Fence(1, 3), [Rows.Gone(1), Rows.Entity(2)], [Rows.Relation(1, 2, "NEW")]), default);
            await WaitForLockAsync(holder);
            await transaction.CommitAsync();
            await Assert.ThrowsAsync<ProjectionFencedException>(() => late);
        }

        Assert.Equal(before, await DigestsAsync(projection));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => projection.PrepareAsync(new Fence(1, 9), default));
        await projection.DropAsync(Fences.Newest, default);
    }

    private static EngineQuery Query(string cypher) => new(cypher, new Dictionary<string, System.Text.Json.JsonElement>(), TimeSpan.FromMinutes(1), 10);

    private static async Task<IReadOnlyList<RangeDigest>> DigestsAsync(IProjection projection) =>
        [.. await projection.DigestAsync(relations: false, [new SeqRange(0, SeqRange.Last)], default), .. await projection.DigestAsync(relations: true, [new SeqRange(0, SeqRange.Last)], default)];

    // A server that has come back first refuses the connections of before.
    private static Task<T> AgainAsync<T>(Func<Task<T>> call)
        where T : class => Until.FoundAsync<T>(
        async () =>
        {
            try
            {
                return await call();
            }
            catch (ThreeDbException e) when (e.IsTransient)
            {
                return null;
            }
        },
        TimeSpan.FromSeconds(60));

    private static async Task WaitForLockAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select exists (select from pg_stat_activity where application_name = '3db projection' and wait_event_type = 'Lock')", connection);
        var began = Stopwatch.GetTimestamp();
        while (!(bool)(await command.ExecuteScalarAsync())!)
        {
            // pg_stat_activity stays as it was first seen in a transaction.
            await RunAsync(connection, "select pg_stat_clear_snapshot()");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The batch does not wait for the lock.");
        }
    }

    private static async Task<Process> ProcessAsync(string url)
    {
        await using var connection = new NpgsqlConnection(url);
        await connection.OpenAsync();
        // Not every query of ours with a range: Npgsql asks for types when it connects.
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity where application_name = '3db query' and backend_type = 'client backend' and state = 'active' and query like '%UNWIND%'", connection);
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            if (await command.ExecuteScalarAsync() is int process)
            {
                return Process.GetProcessById(process);
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The query does not run.");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
