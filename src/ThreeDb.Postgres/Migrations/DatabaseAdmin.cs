using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Makes databases.</summary>
public static class DatabaseAdmin
{
    /// <summary>Makes a database unless it exists.</summary>
    /// <param name="connectionString">A connection to another database of the server, of a user that may create databases.</param>
    /// <param name="name">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task EnsureAsync(string connectionString, string name, CancellationToken cancellationToken = default)
    {
        var settings = ConnectionText.Parse(connectionString);
        (settings.ApplicationName, settings.Pooling) = ("3db", false);
        try
        {
            var connection = await AdminConnection.OpenAsync(settings.ConnectionString, cancellationToken).ConfigureAwait(false);
            await using var ownConnection = connection.ConfigureAwait(false);
            var sql = new AdminSql(connection, cancellationToken);
            if (await sql.ScalarAsync("select 1 from pg_database where datname = $1", name).ConfigureAwait(false) is null)
            {
                await sql.RunAsync($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").ConfigureAwait(false);
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process made it at the same moment.
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }
}
