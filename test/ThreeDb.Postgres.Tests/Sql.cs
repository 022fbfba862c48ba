using Npgsql;

namespace ThreeDb.Postgres.Tests;

/// <summary>A connection of its own to the database of a test, as superuser or as the role of the store.</summary>
internal sealed class Sql : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private Sql(NpgsqlConnection connection) => _connection = connection;

    public static Task<Sql> AdminAsync(TestDatabase database) => OpenAsync(database.ConnectionString);

    /// <summary>As the store does it: the role comes with the start-up packet.</summary>
    public static Task<Sql> AppAsync(TestDatabase database) =>
        OpenAsync(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={PostgresOptions.AppRole}" }.ConnectionString);

    public static async Task<Sql> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return new Sql(connection);
    }

    public Task RunAsync(string sql, params object?[] parameters) => ExecuteAsync(sql, parameters);

    /// <summary>How many rows the statement touched.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; the default where there is none.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default! : (T)value;
    }

    /// <summary>All rows.</summary>
    public async Task<List<object?[]>> RowsAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> ColumnAsync<T>(string sql, params object?[] parameters) =>
        [.. (await RowsAsync(sql, parameters)).Select(row => (T)row[0]!)];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value });
        }

        return command;
    }
}
