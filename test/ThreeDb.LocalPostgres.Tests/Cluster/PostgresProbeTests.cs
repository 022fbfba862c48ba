using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ThreeDb.LocalPostgres.Tests;

public sealed class PostgresProbeTests
{
    [Theory]
    [InlineData("R\0\0\0\u0017", nameof(PostgresAnswer.Ready))]
    [InlineData("E\0\0\0\u0020SFATAL\0C57P03\0Mthe database system is starting up\0\0", nameof(PostgresAnswer.Starting))]
    [InlineData("E\0\0\0\u0020SFATAL\0C28000\0Mno pg_hba.conf entry\0\0", nameof(PostgresAnswer.Ready))]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", nameof(PostgresAnswer.Other))]
    [InlineData("", nameof(PostgresAnswer.None))]
    public async Task Answer_is_understood(string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = PostgresProbe.AskPortAsync(((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken);
        using (var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var question = new byte[100];
            await client.GetStream().ReadAtLeastAsync(question, 8, cancellationToken: TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal(expected, (await asking).ToString());
        }
    }

    [Fact]
    public async Task Nothing_there_is_no_answer()
    {
        Assert.Equal(PostgresAnswer.None, await PostgresProbe.AskPortAsync(LocalPort.Choose(), TestContext.Current.CancellationToken));
        Assert.Equal(PostgresAnswer.None, await PostgresProbe.AskSocketAsync("/nowhere", 5432, TestContext.Current.CancellationToken));
    }
}
