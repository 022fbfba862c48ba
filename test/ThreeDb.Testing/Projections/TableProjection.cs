using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>A projection into plain tables of a PostgreSQL: an engine that survives processes and can be reached over a link that fails.</summary>
public sealed class TableProjection(NpgsqlDataSource database, ProjectionContext context) : IProjection
{
    private readonly TableSql _sql = new(context);

    /// <summary>The schema that holds a copy.</summary>
    public static string SchemaOf(ProjectionContext context) => TableSql.SchemaOf(context);

    public SourceNeeds Needs { get; } = new();

    public int MaxBatch => 2_000;

    public Task PrepareAsync(Fence fence, CancellationToken cancellationToken) => RunAsync(async (connection, token) =>
    {
        // Twice at once, "if not exists" can fail.
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(73109)", token);
        if (context.MayTakeOver(await FedByAsync(connection, token)))
        {
            await ExecuteAsync(connection, _sql.Drop, token);
        }

        await ExecuteAsync(connection, _sql.Create, token);
        context.RequireOwn(await FedByAsync(connection, token));
        return await ExecuteAsync(connection, _sql.Begin, token, fence.Epoch, fence.Number, context.Compared) > 0
            ? true
            : throw new ProjectionFencedException($"The leader {fence} comes after a newer one.");
    }, cancellationToken);

    public Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken) => RunAsync(async (connection, token) =>
    {
        context.RequireOwn(await FedByAsync(connection, token));
        if (await ExecuteAsync(connection, _sql.Fence, token, batch.Fence.Epoch, batch.Fence.Number) == 0)
        {
            throw new ProjectionFencedException($"The write {batch.Fence} is not newer than the newest.");
        }

        var live = batch.Entities.Where(row => row.IsLive).ToList();
        var relations = batch.Relations.Where(row => row.IsLive).ToList();
        await ExecuteAsync(connection, _sql.RemoveEntities, token, Seqs(batch.Entities.Where(row => !row.IsLive).Select(row => row.RowKey)));
        await ExecuteAsync(connection, _sql.PutEntities, token, Seqs(live.Select(row => row.RowKey)), live.Select(RowText.Of).ToArray());
        await ExecuteAsync(connection, _sql.RemoveRelations, token, Keys(batch.Relations.Where(row => !row.IsLive).Select(row => row.RowKey)));
        await ExecuteAsync(connection, _sql.PutRelations, token, [.. Keys(relations.Select(row => row.RowKey)), relations.Select(RowText.Of).ToArray()]);
        return true;
    }, cancellationToken);

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await RunAsync(async (connection, token) =>
        {
            await using var command = Command(connection, relations ? _sql.ReadRelations : _sql.ReadEntities, range.From, range.To);
            await using var reader = await command.ExecuteReaderAsync(token);
            var held = new List<HeldRow>();
            while (await reader.ReadAsync(token))
            {
                var key = relations ? new RowKey(reader.GetInt64(0), reader.GetInt64(2), reader.GetString(3), reader.GetString(4)) : RowKey.Entity(reader.GetInt64(0));
                held.Add(new HeldRow(key, RowText.Hash(reader.GetString(1))));
            }

            return held;
        }, cancellationToken);
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    public ulong HashOf(ProjectedEntity entity) => RowText.Hash(RowText.Of(entity));

    public ulong HashOf(ProjectedRelation relation) => RowText.Hash(RowText.Of(relation));

    public Task DropAsync(Fence fence, CancellationToken cancellationToken) => RunAsync(async (connection, token) =>
    {
        var fedBy = await FedByAsync(connection, token);
        if (context.IsForeign(fedBy))
        {
            return 0;
        }

        return fedBy is null || await ExecuteAsync(connection, _sql.Begin, token, fence.Epoch, fence.Number, context.Compared) > 0
            ? await ExecuteAsync(connection, _sql.Drop, token)
            : throw new ProjectionFencedException($"The leader {fence} comes after a newer one.");
    }, cancellationToken);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<string?> FedByAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = Command(connection, _sql.IsThere);
        if (await look.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return null;
        }

        await using var command = Command(connection, _sql.FedBy);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static long[] Seqs(IEnumerable<RowKey> keys) => [.. keys.Select(key => key.Seq)];

    private static object[] Keys(IEnumerable<RowKey> keys)
    {
        var all = keys.ToList();
        return [all.Select(key => key.Seq).ToArray(), all.Select(key => key.Target).ToArray(), all.Select(key => key.Type!).ToArray(), all.Select(key => key.Key!).ToArray()];
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new ProjectionLostException("The tables are not there: somebody dropped them.");
        }
        catch (PostgresException e) when (!e.IsTransient && e.SqlState[..2] is not ("57" or "08" or "53" or "40"))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"The tables refused it: {e.MessageText}.", inner: e);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "The database of the tables cannot be reached.", inner: e);
        }
    }
}
