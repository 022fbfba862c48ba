using System.Net.Sockets;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Turns what PostgreSQL and Npgsql report into 3db's own errors. Statements, details and other tenants' values never get through.</summary>
internal static class PostgresErrors
{
    /// <summary>Raised when entity types were declared otherwise since a write was planned.</summary>
    public const string TypesChanged = "TD001";

    /// <summary>Raised when rows were changed since a write was planned.</summary>
    public const string RowsChanged = "TD002";

    /// <summary>The translation, or null for exceptions that pass unchanged (cancellation, misuse, ours).</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="sent">Whether a write was on its way, so that a broken connection leaves its outcome open.</param>
    /// <param name="opening">Whether a connection was being opened.</param>
    public static ThreeDbException? Translate(Exception exception, bool sent, bool opening = false) => exception switch
    {
        PostgresException e => FromState(e, sent),
        NpgsqlException { InnerException: TimeoutException } e => (sent, opening) switch
        {
            (true, _) => new ThreeDbException(ErrorCodes.OutcomeUnknown, "PostgreSQL did not answer a write within the statement timeout.", inner: e),
            (_, true) => new ThreeDbException(ErrorCodes.StoreBusy, "No connection to PostgreSQL became free in time.", inner: e),
            _ => new ThreeDbException(ErrorCodes.DeadlineExceeded, "PostgreSQL did not answer within the statement timeout.", inner: e),
        },
        NpgsqlException e => Unreachable(e, sent),
        SocketException e => Unreachable(e, sent),
        IOException e => Unreachable(e, sent),
        _ => null,
    };

    /// <summary>Whether PostgreSQL was not there at all, as during a restart: refused, broken, starting or stopping.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState is "57P01" or "57P02" or "57P03" || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>Whether a write that failed so should be read and planned again.</summary>
    public static bool IsWriteRace(Exception exception) => exception is ThreeDbException { InnerException: PostgresException e }
        && e.SqlState is TypesChanged or RowsChanged or PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether the cause was an outdated view of the entity types.</summary>
    public static bool IsTypesChanged(Exception exception) =>
        exception is ThreeDbException { InnerException: PostgresException { SqlState: TypesChanged } };

    private static ThreeDbException Unreachable(Exception e, bool sent) => sent
        ? new ThreeDbException(ErrorCodes.OutcomeUnknown, "The connection to PostgreSQL broke while a request was on its way.", inner: e)
        : new ThreeDbException(ErrorCodes.StoreUnreachable, "PostgreSQL does not accept connections.", inner: e);

    private static ThreeDbException FromState(PostgresException e, bool sent) => e.SqlState switch
    {
        TypesChanged or RowsChanged or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            new(ErrorCodes.WriteConflict, inner: e),
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable =>
            new(ErrorCodes.DeadlineExceeded, "PostgreSQL stopped the statement at its time limit.", inner: e),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory =>
            new(ErrorCodes.StoreBusy, inner: e),
        PostgresErrorCodes.DiskFull => new(ErrorCodes.DatabaseFull, inner: e),
        "57P01" or "57P02" => Unreachable(e, sent),
        "57P03" => new(ErrorCodes.StoreUnreachable, "PostgreSQL is starting or stopping.", inner: e),
        "28P01" or "28000" => new(ErrorCodes.StoreUnreachable, "PostgreSQL refused the user or its password.",
            "Check the connection string (THREEDB_POSTGRES).", inner: e),
        "3D000" => new(ErrorCodes.StoreUnreachable, "The database of the connection string does not exist.",
            "Create it, or check the connection string (THREEDB_POSTGRES).", inner: e),
        "22023" when e.MessageText.Contains("role", StringComparison.Ordinal) => NotMigrated(e),
        PostgresErrorCodes.UndefinedTable or "3F000" => NotMigrated(e),
        // Class 22 (data exception) and 54 (limits): a value got past 3db's own checks.
        { } state when state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) =>
            new(ErrorCodes.StoreRefused, $"PostgreSQL refused a value: {e.MessageText}.", inner: e),
        { } state when state.StartsWith("08", StringComparison.Ordinal) => Unreachable(e, sent),
        { } state when state.StartsWith("53", StringComparison.Ordinal) => new(ErrorCodes.StoreBusy, inner: e),
        _ => new ThreeDbException(ErrorCodes.Internal, $"PostgreSQL reported {e.SqlState}.", inner: e),
    };

    private static ThreeDbException NotMigrated(PostgresException e) => new(ErrorCodes.MigrationFailed,
        "The database has no schema of 3db, or an outdated one.", "Run '3db migrate'.", inner: e);
}
