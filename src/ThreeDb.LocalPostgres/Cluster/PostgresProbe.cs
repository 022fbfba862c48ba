using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ThreeDb.LocalPostgres;

/// <summary>What answers where PostgreSQL should.</summary>
internal enum PostgresAnswer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>PostgreSQL that starts, recovers or stops.</summary>
    Starting,

    /// <summary>PostgreSQL that takes connections.</summary>
    Ready,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>
/// Asks like pg_isready: sends a start-up message and looks at the first answer, without logging in.
/// Source: PostgreSQL's documentation, chapter "Frontend/Backend Protocol", "Message Formats".
/// </summary>
internal static class PostgresProbe
{
    private const int Version3 = 196608;

    private static readonly byte[] StartUp = BuildStartUp();

    public static Task<PostgresAnswer> AskSocketAsync(string folder, int port, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $".s.PGSQL.{port}");
        return File.Exists(path)
            ? AskAsync(new UnixDomainSocketEndPoint(path), ProtocolType.Unspecified, cancellationToken)
            : Task.FromResult(PostgresAnswer.None);
    }

    public static Task<PostgresAnswer> AskPortAsync(int port, CancellationToken cancellationToken) =>
        AskAsync(new IPEndPoint(IPAddress.Loopback, port), ProtocolType.Tcp, cancellationToken);

    private static async Task<PostgresAnswer> AskAsync(EndPoint endPoint, ProtocolType protocol, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
            await socket.ConnectAsync(endPoint, limit.Token).ConfigureAwait(false);
            await socket.SendAsync(StartUp, limit.Token).ConfigureAwait(false);
            var answer = new byte[1024];
            var length = await socket.ReceiveAsync(answer, limit.Token).ConfigureAwait(false);
            return Read(answer.AsSpan(0, length));
        }
        catch (SocketException)
        {
            return PostgresAnswer.None;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PostgresAnswer.Other; // It listens and does not speak.
        }
    }

    private static PostgresAnswer Read(ReadOnlySpan<byte> answer) => answer switch
    {
        [] => PostgresAnswer.None,
        [(byte)'R', ..] => PostgresAnswer.Ready,
        [(byte)'E', ..] => answer.IndexOf("C57P03\0"u8) >= 0 ? PostgresAnswer.Starting : PostgresAnswer.Ready, // cannot_connect_now
        _ => PostgresAnswer.Other,
    };

    private static byte[] BuildStartUp()
    {
        var text = Encoding.ASCII.GetBytes("user\0postgres\0database\0postgres\0\0");
        var message = new byte[8 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), Version3);
        text.CopyTo(message, 8);
        return message;
    }
}
