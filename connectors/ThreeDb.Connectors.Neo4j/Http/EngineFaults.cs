using System.Net;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>What a failure of the server means for a projection.</summary>
internal static class EngineFaults
{
    private const int MaxMessage = 300;

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

        return new ThreeDbException(IsTransient(error.Code, status) ? ErrorCodes.ProjectionUnreachable : ErrorCodes.ProjectionFailed, $"{message}.");
    }

    /// <summary>The failure for an answer that is none of the Query API.</summary>
    public static ThreeDbException Of(HttpStatusCode status, Neo4jSettings settings, Exception? inner) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused(settings, $"Neo4j answers with {(int)status}."),
        HttpStatusCode.NotFound => new ThreeDbException(ErrorCodes.InvalidProjection, $"The server at {settings.Url} has no Query API.",
            "It takes Neo4j 5.19 or newer with QUERY_API_ENDPOINTS among 'server.http_enabled_modules', and its HTTP address in 'url'.", inner: inner),
        _ => new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"What answers at {settings.Url} with {(int)status} does not answer as Neo4j does.", inner: inner),
    };

    /// <summary>The failure for a bookmark that the server does not know, as after its database was replaced.</summary>
    public static bool IsAboutBookmarks(EngineError error) => error.Code.Contains("Bookmark", StringComparison.Ordinal);

    // Besides what calls itself transient: faults of the server, and transactions that somebody or a shutdown ended.
    private static bool IsTransient(string code, HttpStatusCode status) =>
        code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) || code.StartsWith("Neo.DatabaseError.", StringComparison.Ordinal)
        || code.StartsWith("Neo.ClientError.Cluster.", StringComparison.Ordinal)
        || code is "Neo.ClientError.Transaction.Terminated" or "Neo.ClientError.Transaction.LockClientStopped" or "Neo.ClientError.Transaction.TransactionTimedOut"
            or "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration" or "Neo.ClientError.General.TransactionOutOfMemoryError"
        || code.StartsWith("Neo.ClientError.Transaction.InvalidBookmark", StringComparison.Ordinal)
        || (int)status >= 500;

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
