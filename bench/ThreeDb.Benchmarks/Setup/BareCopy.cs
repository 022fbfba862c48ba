using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>COPY of documents into a plain table with a primary key, the fastest way that PostgreSQL has.</summary>
internal static class BareCopy
{
    /// <param name="database">Where.</param>
    /// <param name="table">The table, with the columns id text and data jsonb.</param>
    /// <param name="documents">Id and JSON, as text.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task RunAsync(BenchmarkDatabase database, string table, IEnumerable<(string Id, string Json)> documents, CancellationToken cancellationToken)
    {
        await using var connection = await database.Bare.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} (id, data) from stdin (format binary)", cancellationToken);
        foreach (var (id, json) in documents)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(json, NpgsqlDbType.Jsonb, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
