namespace ThreeDb.Connectors.Resp;

/// <summary>Sends commands to a server that speaks RESP. Any number of callers may send at once; commands of one caller are answered in order.</summary>
/// <remarks><c>IDatabase.ExecuteAsync</c> of StackExchange.Redis fits behind this interface.</remarks>
public interface IRespClient : IAsyncDisposable
{
    /// <summary>Sends a command and waits for its answer. Connects first where need be.</summary>
    /// <param name="command">Its name, for example <c>GET</c>.</param>
    /// <param name="arguments">Its other words.</param>
    /// <param name="timeout">How long the answer may take; the client's own when null.</param>
    /// <param name="cancellationToken">Stops waiting; the command may take effect all the same.</param>
    /// <exception cref="RespErrorException">The server answered with an error: <c>TDB7001</c> when the same command may succeed later, <c>TDB7010</c> when the server does not let this client in, else <c>TDB7004</c>.</exception>
    /// <exception cref="ThreeDbException"><c>TDB7001</c>: there is no connection, or it broke and whether the command took effect is not known.</exception>
    Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Sends a command and waits for its answer as long as the client's options allow.</summary>
    /// <param name="command">Its name, for example <c>GET</c>.</param>
    /// <param name="arguments">Its other words.</param>
    /// <param name="cancellationToken">Stops waiting; the command may take effect all the same.</param>
    Task<RespValue> SendAsync(string command, IReadOnlyList<RespArgument> arguments, CancellationToken cancellationToken) =>
        SendAsync(command, arguments, null, cancellationToken);
}
