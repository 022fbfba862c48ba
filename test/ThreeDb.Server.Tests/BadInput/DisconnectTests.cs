using System.Net.Sockets;
using System.Text;

namespace ThreeDb.Server.Tests;

/// <summary>Callers that leave in the middle.</summary>
public sealed class DisconnectTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("PUT /v1/entities/half", MediaTypes.Json, """{"type":"doc","data":{"v":""")]
    [InlineData("POST /v1/tx", MediaTypes.Json, """{"mutations":[{"op":"create","id":"half","type":"doc","data":{}}""")]
    [InlineData("POST /v1/bulk?atomic=true", MediaTypes.NdJson, """{"op":"create","id":"half","type":"doc","data":{}}""" + "\n")]
    public async Task Caller_that_leaves_within_its_request_has_written_nothing(string request, string mediaType, string part)
    {
        for (var round = 0; round < 5; round++)
        {
            using var socket = await ConnectAsync();
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {mediaType}\r\nContent-Length: 100000\r\n\r\n{part}"));
            socket.LingerState = new LingerOption(round % 2 == 0, 0);
        }

        // What the server still does about them is done before a later write of the same id is.
        (await Call.Get("/v1/entities/half").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Put("/v1/entities/whole", """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Delete("/v1/entities/whole").SendAsync(fixture.Http)).Expect(200);
        (await Call.Get("/v1/entities/half").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
    }

    [Fact]
    public async Task Caller_that_leaves_within_a_large_answer_costs_nobody_else_anything()
    {
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 500).Select(i => (Mutation)new CreateEntity("large", Json.Of(new { text = new string('x', 10_000) })))]);
        for (var round = 0; round < 30; round++)
        {
            using var socket = await ConnectAsync();
            await socket.SendAsync("GET /v1/entities?type=large&limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            var buffer = new byte[1000];
            Assert.True(await socket.ReceiveAsync(buffer) > 0);
            socket.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal(500, (await Call.Get("/v1/entities?type=large&limit=1000").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(fixture.Url.Host, fixture.Url.Port);
        return socket;
    }
}
