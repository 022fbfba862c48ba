using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What the server says when it has too much to do: the same command may succeed later, which its error does not show.</summary>
internal static class EngineBusy
{
    /// <summary>Sends a command.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7001</c>: the queue of the server is full, or there is no connection. <c>TDB7004</c>: it refused the command.</exception>
    public static async Task<RespValue> SendAsync(IRespClient client, string command, IReadOnlyList<RespArgument> arguments, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(command, arguments, patience, cancellationToken).ConfigureAwait(false);
        }
        catch (RespErrorException e) when (e.Text.Contains("Max pending queries exceeded", StringComparison.Ordinal))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "FalkorDB has too many queries waiting.",
                "Look what asks so much ('GRAPH.INFO'), or raise 'MAX_QUEUED_QUERIES' there; it is tried again meanwhile.", inner: e);
        }
        catch (RespErrorException e) when (e.Text.Contains("unknown command", StringComparison.Ordinal) && command.StartsWith("GRAPH.", StringComparison.Ordinal))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"This server is not FalkorDB: it does not know '{command}'.", "Give the address of a server with the module FalkorDB.", inner: e);
        }
    }
}
