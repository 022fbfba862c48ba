using NpgsqlTypes;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Asks PostgreSQL about the transaction of a position that somebody demands.</summary>
internal static class PositionLook
{
    // The age of a transaction is counted from the next one that will be given out.
    private const string Sql = $"select pg_visible_in_snapshot($1, pg_current_snapshot()), ({StoreIdentity.ClusterSql}), age('3'::xid), pg_is_in_recovery()";

    // Those below it are no transactions of anybody.
    private const int First = 3;

    /// <summary>Whether what a transaction wrote is in answers now.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2011</c>: the server was replaced, or this database has not given out such a transaction.</exception>
    public static async Task<bool> IsVisibleAsync(StoreConnections connections, PositionCodec positions, int tenant, LogPoint point, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(Sql).Typed(point.TransactionId, NpgsqlDbType.Xid8);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);

        // The server may have been replaced since this process opened the store; then numbers of transactions mean something else.
        if (StoreIdentity.EpochOf(reader.Get<string>(1)) != positions.Epoch)
        {
            throw new ThreeDbException(ErrorCodes.UnknownEpoch);
        }

        // Positions are of transactions that have ended. Only a server that follows another one may hear of them later than whoever holds the position; and the
        // end of the log was told by whatever transaction ended last: where that one wrote nothing, a crash takes its number back and nothing is lost.
        return reader.Get<bool>(3) || point.Ordinal == int.MaxValue || point.TransactionId < Next(reader.Horizon, reader.Get<int>(2))
            ? reader.Get<bool>(0)
            : throw new ThreeDbException(ErrorCodes.UnknownEpoch, "The position lies beyond the end of the change log: the database was set back to a time before it.");
    }

    /// <summary>The next transaction that will be given out: of its 64 bits PostgreSQL tells the lower half, and a horizon that is not above it and near.</summary>
    /// <param name="horizon">The first transaction that a snapshot does not see.</param>
    /// <param name="age">The age of the first transaction.</param>
    internal static ulong Next(ulong horizon, int age) => horizon + unchecked((uint)(First + age) - (uint)horizon);
}
