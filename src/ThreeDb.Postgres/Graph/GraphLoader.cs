using System.Data;
using System.Text;
using Npgsql;
using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Postgres;

/// <summary>Sends the whole graph of a tenant, as it is at one moment.</summary>
internal sealed class GraphLoader(StoreConnections connections)
{
    // Microseconds between 1970 and 2000, the beginning of time for PostgreSQL; and its two infinities.
    private const long Y2000 = 946_684_800_000_000;

    /// <summary>Sends live entities, then relations.</summary>
    /// <returns>The point of the change log that the rows have all of; they may have some of what lies behind it.</returns>
    /// <exception cref="ThreeDbException">4xxx.</exception>
    public async Task<LogPoint> LoadAsync(int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using var ownTransaction = transaction.ConfigureAwait(false);
            var frontier = await BeginAsync(connection, tenant, cancellationToken).ConfigureAwait(false);
            await EntitiesAsync(connection, tenant, rows, cancellationToken).ConfigureAwait(false);
            await RelationsAsync(connection, tenant, rows, cancellationToken).ConfigureAwait(false);
            return LogPoint.Below(frontier);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }

    private static async Task<ulong> BeginAsync(NpgsqlConnection connection, int tenant, CancellationToken cancellationToken)
    {
        // A large graph takes longer than a statement may.
        var command = new NpgsqlCommand(
            "select set_config('threedb.tenant', $1, true), set_config('statement_timeout', '0', true), pg_snapshot_xmin(pg_current_snapshot())", connection);
        await using var ownCommand = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.ToString() });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetFieldValue<ulong>(2);
    }

    private static async Task EntitiesAsync(NpgsqlConnection connection, int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        var (types, projects) = (new NameNumbers(rows.EntityType), new NameNumbers(rows.Project));
        await CopyAsync(
            connection, $"select seq, type, project, id from threedb.entity where tenant_id = {tenant} and state = 1", columns: 4,
            row => rows.AddEntity(row.Long(0), types.Of(row.Bytes(1)), row.IsNull(2) ? 0 : projects.Of(row.Bytes(2)), row.Bytes(3)),
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task RelationsAsync(NpgsqlConnection connection, int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        var types = new NameNumbers(rows.RelationType);

        // What is as in most rows is sent as null.
        await CopyAsync(
            connection,
            $"select src, dst, type, nullif(weight, 1), valid_from, valid_to, nullif(key, '') from threedb.relation where tenant_id = {tenant}", columns: 7,
            row => rows.AddRelation(row.Long(0), row.Long(1), types.Of(row.Bytes(2)), Detail(row, rows)),
            cancellationToken).ConfigureAwait(false);
    }

    private static int Detail(CopiedRows row, IGraphRows rows) => row.IsNull(3) && row.IsNull(4) && row.IsNull(5) && row.IsNull(6)
        ? 0
        : rows.Detail(row.IsNull(3) ? 1 : row.Double(3), Micros(row, 4, long.MinValue), Micros(row, 5, long.MaxValue), Encoding.UTF8.GetString(row.Bytes(6)));

    private static long Micros(CopiedRows row, int column, long otherwise) => row.IsNull(column) ? otherwise : row.Long(column) switch
    {
        long.MinValue => long.MinValue,
        long.MaxValue => long.MaxValue,
        var since2000 => since2000 + Y2000,
    };

    private static async Task CopyAsync(NpgsqlConnection connection, string select, int columns, Action<CopiedRows> take, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync($"copy ({select}) to stdout (format binary)", cancellationToken).ConfigureAwait(false);
        await using var ownStream = stream.ConfigureAwait(false);
        var copied = new CopiedRows(stream, columns);
        do
        {
            while (copied.TryNext())
            {
                take(copied);
            }
        }
        while (await copied.ReadAsync(cancellationToken).ConfigureAwait(false));
    }
}
