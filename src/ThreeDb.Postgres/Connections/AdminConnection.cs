using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Opens connections for operators, who are told where PostgreSQL was looked for and why it is not there. Callers of an API are not.</summary>
internal static class AdminConnection
{
    /// <exception cref="ThreeDbException"><c>TDB4001</c>.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (e is PostgresException || !PostgresErrors.IsAway(e))
            {
                throw;
            }

            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            throw new ThreeDbException(ErrorCodes.StoreUnreachable, $"PostgreSQL at {settings.Host}, port {settings.Port}, cannot be reached: {e.GetBaseException().Message.TrimEnd('.')}.",
                settings.Host?.StartsWith('/') is true ? null : "See whether that server runs and lets this machine in; the address comes from the connection string (THREEDB_POSTGRES).", inner: e);
        }
    }
}
