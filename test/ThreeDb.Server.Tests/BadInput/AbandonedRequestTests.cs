using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ThreeDb.Server.Tests;

/// <summary>A caller that hangs up is nobody's fault: neither PostgreSQL's nor the server's.</summary>
public sealed class AbandonedRequestTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Rounds = 6;

    [Theory]
    [InlineData("PUT /v1/entities/half", MediaTypes.Json, """{"type":"doc","data":{"v":""")]
    [InlineData("POST /v1/tx", MediaTypes.Json, """{"mutations":[{"op":"create","id":"half","type":"doc","data":{}}""")]
    [InlineData("POST /v1/bulk", MediaTypes.NdJson, """{"op":"create","type":"doc","data":{}}""" + "\n")]
    [InlineData("POST /v1/bulk?atomic=true", MediaTypes.NdJson, """{"op":"create","id":"half","type":"doc","data":{}}""" + "\n")]
    public async Task Caller_that_leaves_within_its_request_leaves_no_warning_in_the_log(string request, string mediaType, string part)
    {
        using var log = new WarningLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using (var server = await ThreeDbServer.StartAsync(fixture.Engine, new ServerOptions { Urls = ["http://127.0.0.1:0"] }, loggers))
        {
            var url = new Uri(server.Urls[0]);
            for (var round = 0; round < Rounds; round++)
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
                await socket.SendAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: {mediaType}\r\nContent-Length: 100000\r\n\r\n"));

                // The server says so when it begins to read the body: only then is there a reader to leave waiting.
                Assert.True(await socket.ReceiveAsync(new byte[100]) > 0);
                await socket.SendAsync(Encoding.ASCII.GetBytes(part));
                socket.LingerState = new LingerOption(round % 2 == 0, 0);
            }
        }

        // A server that has ended has no request left.
        Many.None(log.Lines);
    }

    [Fact]
    public async Task Body_with_broken_chunks_gets_a_problem_and_its_connection_ends()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(fixture.Url.Host, fixture.Url.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync("PUT /v1/entities/half HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"u8.ToArray());
        using var stream = new NetworkStream(socket);
        var answer = await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"TDB1017\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failure_of_the_items_of_a_bulk_load_is_not_taken_for_one_of_PostgreSQL(bool atomic)
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        await Assert.ThrowsAsync<FileNotFoundException>(() => fixture.Db.BulkAsync(Items(missing), new BulkOptions { Atomic = atomic }, TestContext.Current.CancellationToken));
        if (atomic)
        {
            Assert.Null(await fixture.Db.Entities.GetAsync("of-a-file", TestContext.Current.CancellationToken));
        }
    }

    private static async IAsyncEnumerable<Mutation> Items(string file)
    {
        yield return new CreateEntity("doc", Json.Of(new { })) { Id = "of-a-file", OnConflict = ConflictPolicy.Replace };
        await foreach (var line in File.ReadLinesAsync(file))
        {
            yield return new CreateEntity("doc", Json.Of(new { line }));
        }
    }

    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
