using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>A prepared query over plain Npgsql that reads every column of every row.</summary>
internal sealed class BareQuery : IAsyncDisposable
{
    private readonly NpgsqlCommand _command;

    public BareQuery(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlDbType> parameters)
    {
        _command = new NpgsqlCommand(sql, connection);
        foreach (var type in parameters)
        {
            _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        _command.CommandTimeout = 120;
    }

    /// <summary>The first column of each row, in order.</summary>
    public async Task<List<string>> RowsAsync(CancellationToken cancellationToken, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }

        if (!_command.IsPrepared)
        {
            await _command.PrepareAsync(cancellationToken);
        }

        var rows = new List<string>();
        await using var reader = await _command.ExecuteReaderAsync(cancellationToken);
        var columns = new object[reader.FieldCount];
        while (await reader.ReadAsync(cancellationToken))
        {
            reader.GetValues(columns);
            rows.Add((string)columns[0]);
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
