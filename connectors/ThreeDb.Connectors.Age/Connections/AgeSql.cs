using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>Short ways to run statements with parameters by position.</summary>
internal static class AgeSql
{
    /// <summary>A command of a transaction.</summary>
    public static NpgsqlCommand Command(this NpgsqlTransaction transaction, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>A command of a batch.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Runs a statement.</summary>
    public static async Task RunAsync(this NpgsqlTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        var command = transaction.Command(sql);
        await using var ownCommand = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public static async Task<T?> ScalarAsync<T>(this NpgsqlTransaction transaction, string sql, object[] values, CancellationToken cancellationToken)
    {
        var command = transaction.Command(sql, values);
        await using var ownCommand = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T value ? value : default;
    }

    /// <summary>A name in quotes. Names of graphs and labels are plain (<see cref="AgeNames"/>).</summary>
    public static string Quoted(string name) => $"\"{name}\"";
}
