using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Statements of one tenant that travel together and run in one transaction: one round trip.</summary>
/// <remarks>
/// The statements up to the end of the batch are an implicit transaction. The first one sets the tenant for its length,
/// so that row-level security holds for all others, and gives the horizon of the snapshot.
/// </remarks>
internal sealed class TenantBatch : IAsyncDisposable
{
    private const string First = "select set_config('threedb.tenant', $1, true), pg_snapshot_xmax(pg_current_snapshot())";

    private readonly StoreConnections? _source;
    private NpgsqlBatch _batch;
    private NpgsqlConnection _connection;

    private TenantBatch(NpgsqlConnection connection, StoreConnections? source, int tenant)
    {
        _connection = connection;
        _source = source;
        Tenant = tenant;
        _batch = new NpgsqlBatch(connection);
        Add(First).Text(tenant.ToString());
    }

    /// <summary>Whether a broken connection leaves open what the batch did. Otherwise the batch is sent again.</summary>
    public bool Writes { get; set; }

    /// <summary>How long to wait for an answer, in seconds; 0 for as long as it takes. That of the connection where it is not set.</summary>
    public int Timeout { set => _batch.Timeout = value; }

    public int Tenant { get; }

    public static async ValueTask<TenantBatch> OpenAsync(StoreConnections connections, int tenant, CancellationToken cancellationToken) =>
        new(await connections.OpenAsync(cancellationToken).ConfigureAwait(false), connections, tenant);

    /// <summary>A batch within a transaction that the caller has begun on a connection of its own.</summary>
    public static TenantBatch Within(NpgsqlConnection connection, int tenant) => new(connection, source: null, tenant);

    /// <summary>Adds a statement; its parameters are positional.</summary>
    public Statement Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        _batch.BatchCommands.Add(command);
        return new Statement(command.Parameters);
    }

    /// <summary>Keeps the tenant's entity types from being declared otherwise until the transaction ends. What comes after sees those that hold.</summary>
    public void HoldTypes()
    {
        var command = _batch.BatchCommands[0];
        command.CommandText += ", pg_advisory_xact_lock_shared(7310702, $2)";
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Tenant, NpgsqlDbType = NpgsqlDbType.Integer });
    }

    /// <summary>Has the statements that follow planned anew: tables that this transaction fills were smaller when the plans were made, and only what is committed is in their statistics.</summary>
    public void PlanAnew() => Add("discard plans");

    /// <summary>Adds a statement that compares whole sets, such as what a walk reached with what words found, on a connection where everything else goes by keys.</summary>
    public void AddOfSets(SqlBuilder sql)
    {
        Set(StoreConnections.PlanSets);
        Add(sql);
        Add($"select {StoreConnections.PlanKeys}");
    }

    /// <summary>Adds a statement that reads all vectors of the tenant: the fastest way may be past the indexes.</summary>
    public void AddScan(SqlBuilder sql)
    {
        Set(StoreConnections.PlanScans);
        Add(sql);
    }

    /// <summary>Adds the statement that writes.</summary>
    /// <param name="generation">The generation of the entity types that it was planned with.</param>
    /// <param name="texts">The texts of such statements made so far.</param>
    public WriteStatement AddWrite(long generation, ConcurrentDictionary<int, string> texts)
    {
        var command = new NpgsqlBatchCommand();
        _batch.BatchCommands.Add(command);
        return new WriteStatement(command, Tenant, generation, texts);
    }

    /// <summary>Adds a statement with its parameters.</summary>
    public void Add(SqlBuilder sql)
    {
        var command = new NpgsqlBatchCommand(sql.Sql);
        foreach (var parameter in sql.Parameters)
        {
            command.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(command);
    }

    /// <summary>Runs the statements. The reader stands before the first result after the tenant's.</summary>
    public async Task<TenantReader> ReadAsync(CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            NpgsqlDataReader? reader = null;
            try
            {
                reader = await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return new TenantReader(_batch, reader, reader.GetFieldValue<ulong>(1), Writes);
            }
            catch (Exception e)
            {
                if (reader is not null)
                {
                    await reader.DisposeAsync().ConfigureAwait(false);
                }

                if (PostgresErrors.Translate(e, Writes) is not { } translated)
                {
                    throw;
                }

                if (again || Writes || _source is null || !PostgresErrors.IsAway(e))
                {
                    throw translated;
                }
            }

            // A connection that lay in the pool while PostgreSQL restarted is dead, and so are its neighbours.
            _source.Clear();
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = await _source.OpenAsync(cancellationToken).ConfigureAwait(false);
            await RenewAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs a batch of one statement that reads, and gives its rows.</summary>
    public async Task<List<T>> RowsAsync<T>(Func<TenantReader, T> read, CancellationToken cancellationToken)
    {
        var reader = await ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private void Set(string calls) => _batch.BatchCommands[0].CommandText += ", " + calls;

    // A command that was prepared on the dead connection holds on to the statement there.
    private async ValueTask RenewAsync()
    {
        var old = _batch;
        await using var ownOld = old.ConfigureAwait(false);
        _batch = new NpgsqlBatch(_connection) { Timeout = old.Timeout };
        foreach (var command in old.BatchCommands)
        {
            var again = new NpgsqlBatchCommand(command.CommandText);
            NpgsqlParameter[] parameters = [.. command.Parameters.Cast<NpgsqlParameter>()];
            command.Parameters.Clear();
            again.Parameters.AddRange(parameters);
            _batch.BatchCommands.Add(again);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync().ConfigureAwait(false);
        if (_source is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Collects the positional parameters of one statement.</summary>
    internal readonly struct Statement(NpgsqlParameterCollection parameters)
    {
        public Statement Text(string? value) => Typed(value, NpgsqlDbType.Text);

        public Statement Int(int value) => With(new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer });

        public Statement Long(long value) => With(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });

        /// <summary>A point of the change log: the transaction, then the ordinal.</summary>
        public Statement Point(LogPoint point) =>
            With(new NpgsqlParameter<ulong> { TypedValue = point.TransactionId, NpgsqlDbType = NpgsqlDbType.Xid8 }).Int(point.Ordinal);

        public Statement Double(double value) => With(new NpgsqlParameter<double> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Double });

        public Statement Time(DateTimeOffset value) => Typed(value.UtcDateTime, NpgsqlDbType.TimestampTz);

        public Statement Json(PgJson value) => With(new NpgsqlParameter<PgJson> { TypedValue = value, DataTypeName = "jsonb" });

        public Statement Bytes(byte[] value) => Typed(value, NpgsqlDbType.Bytea);

        public Statement Binary(PgBinary value, string type) => With(new NpgsqlParameter<PgBinary> { TypedValue = value, DataTypeName = type });

        /// <summary>Any value with the type of PostgreSQL that it is sent as.</summary>
        public Statement Typed(object? value, NpgsqlDbType type) => With(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });

        /// <summary>An array, sent as <c>type[]</c>.</summary>
        public Statement Array<T>(T[] values, NpgsqlDbType type) =>
            With(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

        /// <summary>An array of a type that Npgsql has no name for.</summary>
        public Statement Array<T>(T[] values, string type) => With(new NpgsqlParameter<T[]> { TypedValue = values, DataTypeName = type + "[]" });

        private Statement With(NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            return this;
        }
    }
}
