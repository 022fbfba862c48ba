using System.Diagnostics;
using ThreeDb.Client;

namespace ThreeDb.Server.Tests;

/// <summary>PostgreSQL that is stopped and started again while many write.</summary>
public sealed class PostgresRestartTests
{
    // How long a request waits for PostgreSQL.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task PostgreSQL_stopped_under_load_is_reported_and_the_server_recovers_by_itself()
    {
        await using var postgres = await TestCluster.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = postgres.ConnectionString });
        await using var server = await ThreeDbServer.StartAsync(engine, new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        var url = new Uri(server.Urls[0]);
        using var http = new HttpClient { BaseAddress = url };
        using var stop = new CancellationTokenSource();
        var work = new Workload();
        var running = work.RunAsync(url, "r", stop.Token);
        await work.ReachAsync(300);
        await postgres.StopAsync();

        // Away for longer than a request waits: a clear answer. Alive all the same.
        (await Call.Get("/v1/entities/x").SendAsync(http)).ExpectProblem(503, ErrorCodes.StoreUnreachable);
        (await Call.Get("/health/ready").SendAsync(http)).ExpectProblem(503, ErrorCodes.StoreUnreachable);
        (await Call.Get("/health/live").SendAsync(http)).Expect(200);
        await postgres.StartAsync();
        await work.ReachAsync(work.Acknowledged.Count + 300);
        await stop.CancelAsync();
        await running;
        Many.None(work.Failures.Keys.Where(code => ErrorCodes.Find(code)!.Kind is not (ErrorKind.Unavailable or ErrorKind.Timeout)).Select(code => $"{code}: {work.Failures[code]}"));
        using var db = new ThreeDbClient(url);
        await work.CheckAsync(db);
    }

    [Fact]
    public async Task Requests_during_a_short_restart_wait_for_it_or_can_be_repeated()
    {
        await using var postgres = await TestCluster.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = postgres.ConnectionString });
        await using var server = await ThreeDbServer.StartAsync(engine, new ServerOptions { Urls = ["http://127.0.0.1:0"] });
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        (await Call.Put("/v1/entities/before", """{"type":"doc","data":{"n":1}}""").SendAsync(http)).Expect(201);
        await postgres.StopAsync();
        var get = Call.Get("/v1/entities/before");
        var put = Call.Put("/v1/entities/during", """{"type":"doc","data":{"n":2}}""").With("Idempotency-Key", "during");
        var (reading, writing) = (SendAsync(http, get), SendAsync(http, put));
        await postgres.StartAsync();

        // On a busy machine PostgreSQL may be away for longer than a request waits; it must have waited, then, and can be repeated.
        var (read, readTook) = await reading;
        if (readTook >= Patience && read.Status != 200)
        {
            read.ExpectProblem(503, ErrorCodes.StoreUnreachable);
            read = await get.SendAsync(http);
        }

        Assert.Equal(1, read.Expect(200).GetProperty("data").GetProperty("n").GetInt32());

        // The write may have gone out on a connection that was broken already, which nobody can tell from one that breaks behind it.
        var (write, writeTook) = await writing;
        if (write.Status != 201)
        {
            var hasWaited = writeTook >= Patience && write.Code == ErrorCodes.StoreUnreachable.Code;
            write.ExpectProblem(503, hasWaited ? ErrorCodes.StoreUnreachable : ErrorCodes.OutcomeUnknown);
            (await put.SendAsync(http)).Expect(201);
        }

        Assert.Equal(2, (await Call.Get("/v1/entities/during").SendAsync(http)).Expect(200).GetProperty("data").GetProperty("n").GetInt32());
    }

    private static async Task<(Answer Answer, TimeSpan Took)> SendAsync(HttpClient http, Call call)
    {
        var sent = Stopwatch.GetTimestamp();
        return (await call.SendAsync(http), Stopwatch.GetElapsedTime(sent));
    }
}
