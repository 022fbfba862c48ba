using System.Collections.Concurrent;
using System.Data;
using System.Text;
using Npgsql;
using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Postgres;

/// <summary>Sends the whole graph of a tenant, as it is at one moment: two connections on one snapshot, which share the relations.</summary>
internal sealed class GraphLoader(StoreConnections reading, StoreConnections walking)
{
    // Microseconds between 1970 and 2000, the beginning of time for PostgreSQL; and its two infinities.
    private const long Y2000 = 946_684_800_000_000;

    /// <summary>Sends live entities and relations.</summary>
    /// <returns>The point of the change log that the rows have all of; they may have some of what lies behind it.</returns>
    /// <exception cref="ThreeDbException">4xxx.</exception>
    public async Task<LogPoint> LoadAsync(int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        try
        {
            for (var again = false; ; again = true)
            {
                var first = await reading.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var ownFirst = first.ConfigureAwait(false);

                // Of another pool: two loads at once could otherwise each hold one and wait for the other's.
                var second = await walking.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var ownSecond = second.ConfigureAwait(false);
                try
                {
                    var transaction = await first.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
                    await using var ownTransaction = transaction.ConfigureAwait(false);
                    var beside = await second.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
                    await using var ownBeside = beside.ConfigureAwait(false);
                    var (frontier, snapshot, parts) = await BeginAsync(first, tenant, cancellationToken).ConfigureAwait(false);
                    await JoinAsync(second, tenant, snapshot, cancellationToken).ConfigureAwait(false);
                    await SendAsync(first, second, parts, tenant, rows, cancellationToken).ConfigureAwait(false);
                    return LogPoint.Below(frontier);
                }
                catch (Exception e) when (!again && rows.IsEmpty && PostgresErrors.IsAway(e))
                {
                    // A connection that lay in the pool while PostgreSQL restarted is dead, and so are its neighbours.
                    reading.Clear();
                    walking.Clear();
                }
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Counts what would be sent.</summary>
    /// <exception cref="ThreeDbException">4xxx.</exception>
    public async Task<GraphSize> CountAsync(int tenant, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(reading, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Timeout = 0;
        batch.Add("select set_config('statement_timeout', '0', true)");
        batch.Add("""
            with detail as (
                select key from threedb.relation
                where tenant_id = $1 and (weight <> 1 or valid_from is not null or valid_to is not null or key <> '')
                group by weight, valid_from, valid_to, key)
            select count(*) filter (where state = 1), coalesce(sum(octet_length(id)) filter (where state = 1), 0)::bigint, coalesce(max(seq), 0) + 1,
                coalesce(bool_or(project is not null and state = 1), false),
                (select count(*) from threedb.relation where tenant_id = $1),
                (select count(*) from (select from threedb.relation where tenant_id = $1 group by type) t),
                (select count(*) from detail), (select count(*) from detail where key <> ''), (select coalesce(sum(octet_length(key)), 0)::bigint from detail)
            from threedb.entity where tenant_id = $1
            """).Int(tenant);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        return new GraphSize(reader.Get<long>(0), reader.Get<long>(1), reader.Get<long>(2), reader.Get<long>(4))
        {
            HasProjects = reader.Get<bool>(3), RelationTypes = reader.Get<long>(5), Details = reader.Get<long>(6), Keys = reader.Get<long>(7), KeyLength = reader.Get<long>(8),
        };
    }

    private static async Task SendAsync(NpgsqlConnection first, NpgsqlConnection second, ConcurrentQueue<string> parts, int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(
            StopOthersAsync(Task.Run(() => RelationsAsync(second, tenant, parts, rows, both.Token), both.Token), both),
            StopOthersAsync(
                Task.Run(
                    async () =>
                    {
                        await EntitiesAsync(first, tenant, rows, both.Token).ConfigureAwait(false);
                        await RelationsAsync(first, tenant, parts, rows, both.Token).ConfigureAwait(false);
                    },
                    both.Token),
                both)).ConfigureAwait(false);
    }

    // What fails in one half stops the other one; the failure is told, not the stop.
    private static async Task StopOthersAsync(Task half, CancellationTokenSource both)
    {
        try
        {
            await half.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            throw;
        }
        catch
        {
            await both.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    // A large graph takes longer than a statement may.
    private static async Task<(ulong Frontier, string Snapshot, ConcurrentQueue<string> Parts)> BeginAsync(NpgsqlConnection connection, int tenant, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('threedb.tenant', '{tenant}', true), set_config('statement_timeout', '0', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            select pg_snapshot_xmin(pg_current_snapshot()), pg_export_snapshot(), pg_relation_size('threedb.relation') / current_setting('block_size')::bigint,
                (select coalesce(max(seq), 0) from threedb.entity where tenant_id = {tenant}), (select reltuples from pg_class where oid = 'threedb.entity'::regclass)
            """));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetFieldValue<ulong>(0), reader.GetString(1), RelationParts.Of(reader.GetInt64(2), reader.GetInt64(3), reader.GetFloat(4)));
    }

    private static async Task JoinAsync(NpgsqlConnection connection, int tenant, string snapshot, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"set transaction snapshot '{snapshot}'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('threedb.tenant', '{tenant}', true), set_config('statement_timeout', '0', true)"));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task EntitiesAsync(NpgsqlConnection connection, int tenant, IGraphRows rows, CancellationToken cancellationToken)
    {
        var (types, projects) = (new NameNumbers(rows.EntityType), new NameNumbers(rows.Project));
        return CopyAsync(
            connection, $"select seq, type, project, id from threedb.entity where tenant_id = {tenant} and state = 1", columns: 4,
            row =>
            {
                lock (rows)
                {
                    rows.AddEntity(row.Long(0), types.Of(row.Bytes(1)), row.IsNull(2) ? 0 : projects.Of(row.Bytes(2)), row.Bytes(3));
                }
            },
            cancellationToken);
    }

    private static async Task RelationsAsync(NpgsqlConnection connection, int tenant, ConcurrentQueue<string> parts, IGraphRows rows, CancellationToken cancellationToken)
    {
        var buffer = new RelationBuffer(rows);
        var types = new NameNumbers(buffer.Type);

        while (parts.TryDequeue(out var part))
        {
            // What is as in most rows is sent as null.
            await CopyAsync(
                connection,
                $"select src, dst, type, nullif(weight, 1), valid_from, valid_to, nullif(key, '') from threedb.relation where tenant_id = {tenant} and {part}", columns: 7,
                row => buffer.Add(row.Long(0), row.Long(1), types.Of(row.Bytes(2)), Detail(row, buffer)),
                cancellationToken).ConfigureAwait(false);
        }

        buffer.Flush();
    }

    private static int Detail(CopiedRows row, RelationBuffer buffer) => row.IsNull(3) && row.IsNull(4) && row.IsNull(5) && row.IsNull(6)
        ? 0
        : buffer.Detail(row.IsNull(3) ? 1 : row.Double(3), Micros(row, 4, long.MinValue), Micros(row, 5, long.MaxValue), Encoding.UTF8.GetString(row.Bytes(6)));

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
