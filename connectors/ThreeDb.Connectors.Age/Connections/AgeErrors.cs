using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>Turns what PostgreSQL and Npgsql report into 3db's own errors, which name the place. Statements and values never get through.</summary>
internal sealed class AgeErrors(NpgsqlConnectionStringBuilder settings)
{
    private const string Meanwhile = "it is tried again meanwhile";

    /// <summary>Host, port, database and user, for messages.</summary>
    public string Place { get; } =
        $"The PostgreSQL with Apache AGE at {settings.Host}:{settings.Port} (database '{settings.Database}', user '{settings.Username ?? Environment.UserName}')";

    /// <summary>The translation, or null for exceptions that pass unchanged (cancellation, misuse, ours).</summary>
    public ThreeDbException? Translate(Exception exception) => exception switch
    {
        PostgresException e => OfServer(e) ?? OfStatement(e),
        NpgsqlException or SocketException or IOException or AuthenticationException => OfConnection(exception),
        _ => null,
    };

    /// <summary>Awaits work, with its failures translated.</summary>
    public async Task<T> TranslatedAsync<T>(Task<T> work)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Does work, with its failures translated.</summary>
    public Task<T> TranslatedAsync<T>(Func<Task<T>> work) => TranslatedAsync(work());

    /// <summary>Whether the process that served the connection ended while it worked.</summary>
    public static bool IsDeath(Exception exception) => exception switch
    {
        PostgresException => false, // 57P02 comes to those who only were there when another one fell.
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>What the server's state or its settings are the cause of; null when it may be the statement.</summary>
    public ThreeDbException? OfServer(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled => Away($"{Place} is busy.", e, $"Nothing, unless it stays so: look what runs there in pg_stat_activity; {Meanwhile}."),
        "XX000" when e.MessageText.Contains("concurrently", StringComparison.Ordinal) => Away($"Somebody else changed the same graph: {Place}.", e, $"Nothing: {Meanwhile}."),
        "57P01" or "57P02" or "57P03" => Away($"{Place} is starting or stopping.", e),
        PostgresErrorCodes.ReadOnlySqlTransaction => Away($"{Place} takes no writes: it is a standby, or default_transaction_read_only is on.", e,
            $"Promote it or switch default_transaction_read_only off, or name the primary in 'connectionString' with '3db sync add'; {Meanwhile}."),
        PostgresErrorCodes.DiskFull => Away($"{Place} has no space left.", e, $"Free disk space where its data lies; {Meanwhile}."),
        PostgresErrorCodes.TooManyConnections => Away($"{Place} has no connection left.", e, $"Raise max_connections there or end sessions; {Meanwhile}."),
        "28P01" or "28000" => Credentials($"{Place} refused the user or its password.", e),
        "3D000" => Away($"{Place} has no such database.", e, $"Create it, or correct 'connectionString' with '3db sync add'; {Meanwhile}."),
        PostgresErrorCodes.InsufficientPrivilege => new(ErrorCodes.InvalidProjection, $"{Place} misses a right of the user: {e.MessageText}.",
            "Use a superuser of that instance, which holds nothing but copies; or see docs/guide/projection-age.md for the rights that are needed.", inner: e),
        PostgresErrorCodes.UndefinedTable or "3F000" => new(ErrorCodes.ProjectionLost, "A table of the graph is missing in Apache AGE; somebody dropped it.", inner: e),
        { } state when IsOf(state, "08", "53") => Away($"{Place} takes no further work: {e.MessageText} ({state}).", e, $"Mend what the message names; {Meanwhile}."),
        _ => null,
    };

    // Only values, constraints and limits can be a row's fault. A batch that keeps failing otherwise, while the server answers, is found by the runner.
    private ThreeDbException OfStatement(PostgresException e) => IsOf(e.SqlState, "22", "23", "54")
        ? new(ErrorCodes.ProjectionFailed, $"Apache AGE refused a batch: {e.MessageText} ({e.SqlState}).", inner: e)
        : Away($"{Place} fails: {e.MessageText} ({e.SqlState}).", e, $"Mend what the message names; {Meanwhile}.");

    private ThreeDbException OfConnection(Exception e) => e switch
    {
        _ when Within<TimeoutException>(e) is not null => Away($"{Place} did not answer in time.", e),
        _ when Within<SocketException>(e) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            Away($"The host is not known: {Place}.", e, $"Correct 'Host' in 'connectionString' with '3db sync add', or mend the name resolution here; {Meanwhile}."),
        _ when Within<AuthenticationException>(e) is { } tls => Away($"No encrypted connection comes about: {Place}: {tls.Message}", e,
            $"Correct 'SSL Mode' and 'Root Certificate' in 'connectionString', or the certificate there; {Meanwhile}."),
        NpgsqlException when e.Message.Contains("No password", StringComparison.Ordinal) => Credentials($"{Place} wants a password, and the settings name none.", e),
        _ when Within<EndOfStreamException>(e) is not null => Away($"The connection was closed without an answer: {Place}.", e,
            $"Look whether 'Host' and 'Port' lead to a PostgreSQL, and into its log; {Meanwhile}."),
        _ => Away($"{Place} does not answer: {(e.InnerException ?? e).Message.TrimEnd('.')}.", e),
    };

    private static bool IsOf(string state, params ReadOnlySpan<string> classes)
    {
        foreach (var one in classes)
        {
            if (state.StartsWith(one, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static T? Within<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T))
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }

    private static ThreeDbException Credentials(string detail, Exception inner) => new(ErrorCodes.EngineRefusesCredentials, detail,
        "Correct 'connectionString', 'passwordFile' or 'passwordVariable' in the settings of the projection, then '3db sync resume'.", inner: inner);

    private static ThreeDbException Away(string detail, Exception inner, string? hint = null) => new(ErrorCodes.ProjectionUnreachable, detail, hint, inner: inner);
}
