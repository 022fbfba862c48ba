using System.Runtime.CompilerServices;
using Npgsql;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>A graph in Apache AGE: one for each projection of each tenant, written by sets into the tables of its labels.</summary>
internal sealed class AgeProjection : IQueryableProjection
{
    private readonly ProjectionContext _context;
    private readonly AgeConnections _connections;
    private readonly AgeErrors _errors;
    private readonly AgePreparer _preparer;
    private readonly AgeQueries _queries;
    private readonly string _name;
    private int? _number;
    private Fence _last; // The newest that was applied here: a server that comes back with an older one has lost writes.

    public AgeProjection(ProjectionContext context, NpgsqlConnectionStringBuilder settings)
    {
        _context = context;
        _connections = new AgeConnections(settings);
        _errors = new AgeErrors(settings);
        _name = AgeNames.Graph(context.Tenant, context.Name);
        var reader = AgeNames.Reader(_name, _connections.Database);
        _preparer = new AgePreparer(context, _name, reader, _errors.Place);
        _queries = new AgeQueries(_connections, _errors, new RolledBackRun(_name, reader), context.Time);
    }

    public SourceNeeds Needs { get; } = new();

    public int MaxBatch => 5_000;

    public Task PrepareAsync(Fence fence, CancellationToken cancellationToken) => WithConnectionAsync(async connection =>
    {
        (_number, _last) = (null, default);
        await _preparer.PrepareAsync(connection, fence, cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    public Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var prepared = PreparedBatch.Of(batch);
        return WithConnectionAsync(async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ownTransaction = transaction.ConfigureAwait(false);
            var number = _number ?? await NumberAsync(transaction, cancellationToken).ConfigureAwait(false);
            _number = null; // After a failure it is asked for again.
            try
            {
                await new BatchWriter(transaction, new AgeGraph(_name, number), _context).ApplyAsync(batch.Fence, _last, prepared, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or "3F000")
            {
                // A table is gone: perhaps with the whole graph, which another database has taken over since.
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                await BatchWriter.ProbeAsync(connection, _name, _context, batch.Fence, _last, cancellationToken).ConfigureAwait(false);
                throw;
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            (_number, _last) = (number, batch.Fence);
        }, cancellationToken);
    }

    public Task ProbeAsync(Fence fence, CancellationToken cancellationToken) =>
        WithConnectionAsync(connection => BatchWriter.ProbeAsync(connection, _name, _context, fence, _last, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = RowsAsync(relations, range, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ownRows = rows.ConfigureAwait(false);
        while (await _errors.TranslatedAsync(rows.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            yield return rows.Current;
        }
    }

    public ulong HashOf(ProjectedEntity entity) => GraphProperties.Of(entity, AgeDialect.Instance).Hash;

    public ulong HashOf(ProjectedRelation relation)
    {
        var properties = GraphProperties.Of(relation, AgeDialect.Instance);
        return HeldRows.HashOf(relation.RowKey.Seq, relation.RowKey.Target, properties.Label, properties.Items);
    }

    public Task DropAsync(Fence fence, CancellationToken cancellationToken) => WithConnectionAsync(async connection =>
    {
        await _preparer.DropAsync(connection, fence, cancellationToken).ConfigureAwait(false);
        (_number, _last) = (null, default);
    }, cancellationToken);

    public Task<EngineAnswer> QueryAsync(EngineQuery query, CancellationToken cancellationToken) => _queries.RunAsync(query, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _queries.Dispose();
        return _connections.DisposeAsync();
    }

    private async IAsyncEnumerable<HeldRow> RowsAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false);
        var graph = new AgeGraph(_name, await NumberAsync(transaction, cancellationToken).ConfigureAwait(false));
        await AgeLabels.LoadAsync(transaction, graph, cancellationToken).ConfigureAwait(false);
        await foreach (var row in HeldRows.ReadAsync(transaction, graph, relations, range, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    private async Task<int> NumberAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        await transaction.ScalarAsync<int?>("select number from threedb_age.graph where name = $1", [_name], cancellationToken).ConfigureAwait(false)
        ?? throw BatchWriter.Lost();

    private Task<bool> WithConnectionAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) => _errors.TranslatedAsync(async () =>
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        await work(connection).ConfigureAwait(false);
        return true;
    });
}
