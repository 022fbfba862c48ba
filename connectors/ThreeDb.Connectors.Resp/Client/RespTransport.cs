using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ThreeDb.Connectors.Resp;

/// <summary>Opens connections: TCP, TLS where it is asked for, and the sign-in.</summary>
internal static class RespTransport
{
    /// <summary>Connects and signs in.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7001</c>, or <c>TDB7010</c> when the server does not let this client in.</exception>
    public static async Task<RespConnection> ConnectAsync(RespOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        RespConnection? connection = null;
        try
        {
            connection = new RespConnection(await OpenAsync(options.Endpoint, both.Token).ConfigureAwait(false), options, time);
            await RespHandshake.RunAsync(connection, options, both.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (exception is ThreeDbException greeted && RespHints.Of(greeted, options.Endpoint) is { } look && greeted.InnerException is not RespProtocolException)
            {
                throw new ThreeDbException(greeted.Code, $"{options.Endpoint} ended the connection before it was greeted, or did not greet in time.", look, inner: greeted);
            }

            if (exception is not (SocketException or IOException or AuthenticationException or OperationCanceledException))
            {
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var reason = timer.IsCancellationRequested ? $"It did not answer within {options.ConnectTimeout.TotalSeconds:0.##} s." : exception.Message;
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"{options.Endpoint} cannot be reached. {reason}", RespHints.Of(exception, options.Endpoint), inner: exception);
        }
    }

    private static async Task<Stream> OpenAsync(RespEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!endpoint.Tls)
            {
                return stream;
            }

            var encrypted = new SslStream(stream);
            await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = endpoint.Host }, cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
