using System.Data;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>One consistent view of a tenant's graph for a question that takes several statements.</summary>
internal sealed class GraphSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private GraphSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, int tenant)
    {
        _connection = connection;
        _transaction = transaction;
        Tenant = tenant;
    }

    public int Tenant { get; }

    public static async Task<GraphSnapshot> OpenAsync(StoreConnections connections, int tenant, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Begins with the first statement: no round trip of its own.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            return new GraphSnapshot(connection, transaction, tenant);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public TenantBatch Batch() => TenantBatch.Within(_connection, Tenant);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
