using System.Net.Sockets;
using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>Turns what PostgreSQL and Npgsql report into 3db's own errors. Statements and values never get through.</summary>
internal static class AgeErrors
{
    /// <summary>The translation, or null for exceptions that pass unchanged (cancellation, misuse, ours).</summary>
    public static ThreeDbException? Translate(Exception exception) => exception switch
    {
        PostgresException e => FromState(e),
        NpgsqlException { InnerException: TimeoutException } e => Away("The PostgreSQL with Apache AGE did not answer in time.", e),
        NpgsqlException or SocketException or IOException => Away("The PostgreSQL with Apache AGE does not answer.", exception),
        _ => null,
    };

    /// <summary>Awaits work, with its failures translated.</summary>
    public static async Task<T> TranslatedAsync<T>(Task<T> work)
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
    public static Task<T> TranslatedAsync<T>(Func<Task<T>> work) => TranslatedAsync(work());

    /// <summary>Whether the process that served the connection ended while it worked.</summary>
    public static bool IsDeath(Exception exception) => exception switch
    {
        PostgresException => false, // 57P02 comes to those who only were there when another one fell.
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException => true,
        _ => false,
    };

    private static ThreeDbException FromState(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled => Away("The PostgreSQL with Apache AGE is busy.", e),
        "XX000" when e.MessageText.Contains("concurrently", StringComparison.Ordinal) => Away("Somebody else changed the same graph in Apache AGE.", e),
        "57P01" or "57P02" or "57P03" => Away("The PostgreSQL with Apache AGE is starting or stopping.", e),
        PostgresErrorCodes.DiskFull => Away("The PostgreSQL with Apache AGE has no space left.", e, "Free disk space where its data lies."),
        "28P01" or "28000" => new(ErrorCodes.EngineRefusesCredentials, "The PostgreSQL with Apache AGE refused the user or its password.",
            "Correct 'connectionString', 'passwordFile' or 'passwordVariable' in the settings of the projection, then '3db sync resume'.", inner: e),
        "3D000" => Away("The database of the connection string does not exist.", e, "Create it, or check connectionString."),
        PostgresErrorCodes.InsufficientPrivilege => new(ErrorCodes.InvalidProjection, $"The user of the connection string lacks a right: {e.MessageText}.",
            "Use a superuser of that instance, which holds nothing but copies; or see docs/guide/projection-age.md for the rights that are needed.", inner: e),
        PostgresErrorCodes.UndefinedTable or "3F000" => new(ErrorCodes.ProjectionLost, "A table of the graph is missing in Apache AGE; somebody dropped it.", inner: e),
        { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) =>
            Away("The PostgreSQL with Apache AGE takes no further work.", e),
        _ => new(ErrorCodes.ProjectionFailed, $"Apache AGE refused a batch: {e.MessageText} ({e.SqlState}).", inner: e),
    };

    private static ThreeDbException Away(string detail, Exception inner, string? hint = null) => new(ErrorCodes.ProjectionUnreachable, detail, hint, inner: inner);
}
