using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>Puts a graph straight into 3db's tables by COPY, without changes: what loads a graph reads nothing else.</summary>
internal static class GraphTables
{
    /// <param name="database">Where.</param>
    /// <param name="tenant">The number of a tenant without entities that nobody has used yet.</param>
    /// <param name="graph">The graph; node i gets the seq i + 1.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task FillAsync(BenchmarkDatabase database, int tenant, GraphData graph, CancellationToken cancellationToken)
    {
        await using (var connection = await database.Bare.OpenConnectionAsync(cancellationToken))
        {
            await NodesAsync(connection, tenant, graph, cancellationToken);
            await RelationsAsync(connection, tenant, graph, cancellationToken);
        }

        await database.RunAsync($"update threedb.tenant set next_seq = {graph.NodeCount + 1} where tenant_id = {tenant}", cancellationToken);
        await database.RunAsync("vacuum analyze threedb.entity", cancellationToken);
        await database.RunAsync("vacuum analyze threedb.relation", cancellationToken);
    }

    private static async Task NodesAsync(NpgsqlConnection connection, int tenant, GraphData graph, CancellationToken cancellationToken)
    {
        var at = DateTime.UnixEpoch;
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy threedb.entity (tenant_id, seq, id, type, data, version, state, created_at, created_by, updated_at, updated_by) from stdin (format binary)", cancellationToken);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(tenant, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(node + 1L, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(GraphData.IdOf(node), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(GraphData.NodeType, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync("{}", NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync((short)1, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync("bench", NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync("bench", NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task RelationsAsync(NpgsqlConnection connection, int tenant, GraphData graph, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy threedb.relation (tenant_id, src, type, dst, version) from stdin (format binary)", cancellationToken);
        for (var i = 0; i < graph.RelationCount; i++)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(tenant, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(graph.Sources[i] + 1L, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(GraphData.RelationType, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(graph.Targets[i] + 1L, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
