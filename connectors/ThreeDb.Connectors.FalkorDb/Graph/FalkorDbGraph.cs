using System.Text;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>One graph of the server, by its key.</summary>
/// <remarks>A node with the label <see cref="FenceLabel"/>, which no type can be called, holds the fence and tells this graph from others of the same key.</remarks>
internal sealed class FalkorDbGraph(IRespClient client, string key, TimeProvider time)
{
    /// <summary>The label of all nodes that stand for entities.</summary>
    public const string EntityLabel = "Entity";

    public const string FenceLabel = "3db fence";

    private const string MissingGraph = "Invalid graph operation on empty key";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public string Key => key;

    /// <summary>Makes what is missing of graph, fence, indexes and constraint, and locks older fences out.</summary>
    /// <exception cref="ProjectionFencedException">A newer fence was here.</exception>
    public async Task PrepareAsync(Fence fence, string? database, CancellationToken cancellationToken)
    {
        var taken = await WriteAsync(
            Encoding.UTF8.GetBytes($"CYPHER fence={fence.ToInt64()} identity='{Guid.CreateVersion7():N}' database={(database is null ? "null" : $"'{database}'")} MERGE (f:`{FenceLabel}`) ON CREATE SET f.fence = $fence, f.identity = $identity "
                + "WITH f WHERE f.fence <= $fence SET f.fence = $fence, f.database = coalesce($database, f.database) RETURN f.fence"),
            cancellationToken).ConfigureAwait(false);
        if (taken.Rows.Length == 0)
        {
            throw new ProjectionFencedException($"The graph '{key}' has seen a newer leader than {fence}.");
        }

        foreach (var property in new[] { "_seq", "_id" })
        {
            await UnlessThereAsync("GRAPH.QUERY", [key, $"CREATE INDEX FOR (n:{EntityLabel}) ON (n.{property})"], "already indexed", cancellationToken).ConfigureAwait(false);
        }

        await UnlessThereAsync("GRAPH.CONSTRAINT", ["CREATE", key, "UNIQUE", "NODE", EntityLabel, "PROPERTIES", "1", "_seq"], "already exists", cancellationToken).ConfigureAwait(false);
        await ConstraintAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a query that may write.</summary>
    public async Task<CompactAnswer> WriteAsync(ReadOnlyMemory<byte> query, CancellationToken cancellationToken) =>
        new(await EngineBusy.SendAsync(client, "GRAPH.QUERY", [key, query, "--compact"], s_patience, cancellationToken).ConfigureAwait(false));

    /// <summary>Runs a query that reads; null when there is no such graph.</summary>
    public async Task<CompactAnswer?> ReadAsync(ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        try
        {
            return new(await EngineBusy.SendAsync(client, "GRAPH.RO_QUERY", [key, query, "--compact"], s_patience, cancellationToken).ConfigureAwait(false));
        }
        catch (RespErrorException e) when (e.Text.Contains(MissingGraph, StringComparison.Ordinal))
        {
            return null;
        }
    }

    public Task<CompactAnswer?> ReadAsync(string query, CancellationToken cancellationToken) => ReadAsync(Encoding.UTF8.GetBytes(query), cancellationToken);

    /// <summary>The newest fence, or null when the graph was never prepared or has been emptied.</summary>
    public async Task<long?> FenceAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAsync($"MATCH (f:`{FenceLabel}`) RETURN f.fence", cancellationToken).ConfigureAwait(false);
        return answer is { Rows: [var row, ..] } ? CompactValue.Read(row.Items[0]).AsLong : null;
    }

    /// <summary>The database that feeds it; null when nothing is kept of that.</summary>
    public async Task<string?> FedByAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAsync($"MATCH (f:`{FenceLabel}`) RETURN f.database", cancellationToken).ConfigureAwait(false);
        return answer is { Rows: [var row, ..] } && CompactValue.Read(row.Items[0]) is { Kind: GraphValueKind.String } fedBy ? fedBy.AsString : null;
    }

    /// <summary>Refuses older fences from now on, if the graph is there.</summary>
    /// <returns>Whether it is there: one without a fence is none, as a late write makes it.</returns>
    public async Task<bool> LockAsync(Fence fence, CancellationToken cancellationToken)
    {
        if (await FenceAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        await WriteAsync(
            Encoding.UTF8.GetBytes($"CYPHER fence={fence.ToInt64()} MATCH (f:`{FenceLabel}`) WHERE f.fence < $fence SET f.fence = $fence"), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until the constraint holds: the server checks it in the background.</summary>
    private async Task ConstraintAsync(CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ; await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false))
        {
            var answer = await ReadAsync("CALL db.constraints() YIELD label, status RETURN label, status", cancellationToken).ConfigureAwait(false);
            var states = answer is null ? [] : answer.Rows.ToArray().Where(row => CompactValue.Read(row.Items[0]).AsString == EntityLabel).Select(row => CompactValue.Read(row.Items[1]).AsString).ToList();
            if (states.Contains("OPERATIONAL"))
            {
                return;
            }

            if (states.Contains("FAILED"))
            {
                throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"The graph '{key}' holds an entity twice, so that its constraint cannot be made.", "Build it anew: '3db sync rebuild'.");
            }

            if (time.GetElapsedTime(began) > s_patience)
            {
                throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"The constraint of the graph '{key}' is not there after {s_patience.TotalSeconds:0} s.");
            }
        }
    }

    private async Task UnlessThereAsync(string command, RespArgument[] arguments, string there, CancellationToken cancellationToken)
    {
        try
        {
            await EngineBusy.SendAsync(client, command, arguments, s_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (RespErrorException e) when (e.Text.Contains(there, StringComparison.Ordinal))
        {
            // Made before.
        }
    }
}
