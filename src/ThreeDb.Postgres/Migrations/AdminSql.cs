using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Plain statements over one connection, for administration only.</summary>
internal sealed class AdminSql(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    public async Task RunAsync(string sql, params object[] parameters)
    {
        var command = Command(sql, parameters);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first column of the first row; null without a row or for a null.</summary>
    public async Task<object?> ScalarAsync(string sql, params object[] parameters)
    {
        var command = Command(sql, parameters);
        await using var _ = command.ConfigureAwait(false);
        var value = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return value is DBNull ? null : value;
    }

    public async Task EachAsync(string sql, Action<NpgsqlDataReader> row, params object[] parameters)
    {
        var command = Command(sql, parameters);
        await using var ownCommand = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            row(reader);
        }
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
