using System.Net.Sockets;

namespace ThreeDb.LocalPostgres;

/// <summary>Whether a server that speaks RESP is ready: it is not while it still loads its data.</summary>
internal static class RespReadiness
{
    public static async Task<bool> AskAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            var answer = new byte[7];
            var length = await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return answer.AsSpan(0, length).SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
