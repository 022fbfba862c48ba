using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>What a failure of the server means for a projection.</summary>
internal static class EngineFaults
{
    private const int MaxMessage = 300;
    private const string Meanwhile = "it is tried again meanwhile";

    /// <summary>The failure for an error of the server.</summary>
    public static ThreeDbException Of(EngineError error, HttpStatusCode status, Neo4jSettings settings)
    {
        var message = $"Neo4j says: {Shortened(error.Message)} ({error.Code})";
        if (error.Code == "Neo.ClientError.Security.AuthenticationRateLimit")
        {
            return new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"{message}.");
        }

        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || error.Code.StartsWith("Neo.ClientError.Security.", StringComparison.Ordinal))
        {
            return Refused(settings, message);
        }

        if (error.Code == "Neo.ClientError.Database.DatabaseNotFound")
        {
            return new ThreeDbException(ErrorCodes.InvalidProjection, $"Neo4j at {settings.Url} has no database '{settings.Database}'.",
                "Correct 'database' in the settings of the projection, or create the database.");
        }

        return (int)status < 500 && IsStatements(error.Code)
            ? new ThreeDbException(ErrorCodes.ProjectionFailed, $"{message}.")
            : new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"Neo4j at {settings.Url} cannot take it now. {message}.", Hint(error.Code, settings));
    }

    /// <summary>The failure for an answer that is none of the Query API.</summary>
    public static ThreeDbException Of(HttpStatusCode status, Neo4jSettings settings, Exception? inner) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused(settings, $"Neo4j answers with {(int)status}."),
        HttpStatusCode.NotFound => new ThreeDbException(ErrorCodes.InvalidProjection, $"The server at {settings.Url} has no Query API.",
            "It takes Neo4j 5.19 or newer with QUERY_API_ENDPOINTS among 'server.http_enabled_modules', and its HTTP address in 'url'.", inner: inner),
        _ => new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"What answers at {settings.Url} with {(int)status} does not answer as Neo4j does.",
            $"Look whether 'url' leads to the HTTP port of Neo4j, in most cases 7474; {Meanwhile}.", inner: inner),
    };

    /// <summary>The failure for a bookmark that the server does not know, as after its database was replaced.</summary>
    public static bool IsAboutBookmarks(EngineError error) => error.Code.Contains("Bookmark", StringComparison.Ordinal);

    // Only a statement, its parameters and the schema can be refused for what a row or a person wrote. All else is about the server: its state, its settings, its memory.
    private static bool IsStatements(string code) =>
        code.StartsWith("Neo.ClientError.Statement.", StringComparison.Ordinal) || code.StartsWith("Neo.ClientError.Schema.", StringComparison.Ordinal)
        || code.StartsWith("Neo.ClientError.Request.", StringComparison.Ordinal) || code.StartsWith("Neo.ClientError.Procedure.", StringComparison.Ordinal);

    /// <summary>What to do about a connection that did not come about; null where the server is simply not there.</summary>
    public static string? Hint(Exception failure) => failure is not HttpRequestException { HttpRequestError: var error } ? null : error switch
    {
        HttpRequestError.NameResolutionError => $"No such host is known: correct it in 'url' with '3db sync add', or mend the name resolution here; {Meanwhile}.",
        HttpRequestError.SecureConnectionError =>
            $"Look whether the port speaks TLS, with a certificate that is trusted here: http:// and in most cases port 7474, https:// and 7473; {Meanwhile}.",
        _ when error is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError || WasReset(failure) =>
            $"Give the address of the HTTP port in 'url', in most cases 7474: 7687 is that of Bolt, 7473 that of https://; {Meanwhile}.",
        _ => null,
    };

    // So does a port that understands something else, such as Bolt's, when it hangs up with the request half read.
    private static bool WasReset(Exception failure) => failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset };

    private static string? Hint(string code, Neo4jSettings settings) => code switch
    {
        _ when code.Contains("ReadOnly", StringComparison.Ordinal) =>
            $"Let the database '{settings.Database}' take writes (server.databases.default_to_read_only, server.databases.read_only), or give the address of a server that does in 'url'; {Meanwhile}.",
        _ when code.Contains("OutOfMemory", StringComparison.Ordinal) =>
            $"Give Neo4j more memory (server.memory.heap.max_size, dbms.memory.transaction.total.max); {Meanwhile}.",
        _ when code.Contains(".Cluster.", StringComparison.Ordinal) => $"Give the address of the server that leads the database '{settings.Database}' in 'url'; {Meanwhile}.",
        _ when code.Contains("Unavailable", StringComparison.Ordinal) => $"Wait until the database '{settings.Database}' is online, or start it there; {Meanwhile}.",
        _ when code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) => $"Nothing, unless it stays so: {Meanwhile}.",
        _ => $"Mend what the message names; {Meanwhile}.",
    };

    private static ThreeDbException Refused(Neo4jSettings settings, string message) => new(ErrorCodes.EngineRefusesCredentials, settings.Credentials is { } who
        ? $"Neo4j at {settings.Url} refuses the user '{who.User}'. {message}"
        : $"Neo4j at {settings.Url} wants a user and a password, and the settings name none. {message}");

    private static string Shortened(string message)
    {
        var line = message.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = (end < 0 ? line : line[..end]).TrimEnd('.');
        return line.Length <= MaxMessage ? line.ToString() : $"{line[..MaxMessage]}…";
    }
}
