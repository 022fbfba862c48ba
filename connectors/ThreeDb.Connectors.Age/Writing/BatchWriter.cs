using System.Globalization;
using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Age;

/// <summary>Applies a batch: 1 the fence, and what is held; 2 labels that are missing; 3 all rows, by sets. One transaction.</summary>
internal sealed class BatchWriter(NpgsqlTransaction transaction, AgeGraph graph, ProjectionContext context)
{
    // The row stays locked to the end of the transaction; a writer that waited for it sees what the other one left.
    private const string LockFence = "select fence_epoch, fence_number, database from threedb_age.graph where name = $1 for update";

    // The row may outlive a graph that somebody dropped. Asked before anything is prepared: a table of an older version has no column for the database.
    private const string Look = """
        select held.fence_epoch, held.fence_number, coalesce(to_jsonb(held)->>'database', '') from threedb_age.graph held join ag_catalog.ag_graph graph on graph.name = held.name where held.name = $1
        """;

    private const string MoveFence = "update threedb_age.graph set fence_epoch = $2, fence_number = $3 where name = $1";

    /// <summary>What is thrown when the graph is not there any more.</summary>
    public static ProjectionLostException Lost() => new("The graph of the projection is not in Apache AGE: it was dropped, or its database was emptied or replaced.");

    /// <exception cref="ProjectionFencedException">A newer fence was seen.</exception>
    /// <exception cref="ProjectionLostException">The graph is not there, or has a fence older than the last one that was applied.</exception>
    public async Task ApplyAsync(Fence fence, Fence last, PreparedBatch batch, CancellationToken cancellationToken)
    {
        // 1. The fence, and what is held, in one round trip.
        var held = await LockAsync(fence, last, batch.Seqs(), cancellationToken).ConfigureAwait(false);

        // 2. Labels.
        await EnsureLabelsAsync(batch, cancellationToken).ConfigureAwait(false);

        // 3. Rows, in one round trip.
        var plan = new BatchPlan(batch, held, graph);
        var statements = new NpgsqlBatch(transaction.Connection, transaction);
        await using var ownStatements = statements.ConfigureAwait(false);
        statements.Add(MoveFence, graph.Name, fence.Epoch, fence.Number);
        new NodeStatements(statements, graph, plan).Write();
        new EdgeStatements(statements, graph, plan).Write(batch.Edges);
        NodeStatements.Sweep(statements, graph, plan.Stubs);
        await statements.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks whether the graph is there, and has seen what it ought to have seen. Changes nothing.</summary>
    public static async Task ProbeAsync(NpgsqlConnection connection, string graph, ProjectionContext context, Fence fence, Fence last, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Look, connection) { Parameters = { new NpgsqlParameter { Value = graph } } };
        await using var ownCommand = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Lost();
        }

        context.RequireOwn(reader.GetString(2));
        Require(new Fence(reader.GetInt64(0), reader.GetInt64(1)), last, fence);
    }

    private static void Require(Fence seen, Fence last, Fence fence)
    {
        if (seen < last)
        {
            throw new ProjectionLostException("The graph in Apache AGE lacks writes that were applied: the server came back with an older state.");
        }

        if (seen >= fence)
        {
            throw new ProjectionFencedException(string.Create(CultureInfo.InvariantCulture,
                $"Apache AGE has seen a newer write than that of leader {fence.Epoch}, number {fence.Number}."));
        }
    }

    private async Task<Dictionary<long, int>> LockAsync(Fence fence, Fence last, long[] seqs, CancellationToken cancellationToken)
    {
        var statements = new NpgsqlBatch(transaction.Connection, transaction);
        await using var ownStatements = statements.ConfigureAwait(false);
        statements.Add(LockFence, graph.Name);
        statements.Add(AgeLabels.All, graph.Name);
        statements.Add($"select seq, label_id from {graph.NodeTable} where seq = any($1)", seqs);
        var reader = await statements.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Lost();
        }

        context.RequireOwn(reader.GetString(2));
        Require(new Fence(reader.GetInt64(0), reader.GetInt64(1)), last, fence);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await AgeLabels.ReadAsync(reader, graph, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var held = new Dictionary<long, int>(seqs.Length);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            held.Add(reader.GetInt64(0), reader.GetInt32(1));
        }

        return held;
    }

    private async Task EnsureLabelsAsync(PreparedBatch batch, CancellationToken cancellationToken)
    {
        var nodes = batch.Nodes.Where(node => node.Type is not null).Select(node => (Edge: false, Type: node.Type!));
        var edges = batch.Edges.Where(edge => edge.IsLive).Select(edge => (Edge: true, edge.Type));
        foreach (var (edge, type) in nodes.Concat(edges).Distinct())
        {
            if (graph.Find(edge, type) is null or { IsForeign: true })
            {
                await AgeLabels.MakeAsync(transaction, graph, edge, type, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
