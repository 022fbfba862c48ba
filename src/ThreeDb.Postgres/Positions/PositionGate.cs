using NpgsqlTypes;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Waits until what PostgreSQL answers has seen a position.</summary>
/// <remarks>
/// A write is answered after its commit, so that the next snapshot has it and one question is enough. It takes longer for the position
/// of a transaction that is not committed as far as this server knows: an answer that outran it, or a server that follows another one.
/// </remarks>
internal sealed class PositionGate(StoreConnections connections, PositionCodec positions, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="ThreeDbException"><c>TDB1012</c>, <c>TDB2011</c>, <c>TDB2016</c>.</exception>
    public async Task PassAsync(int tenant, Position position, TimeSpan wait, CancellationToken cancellationToken)
    {
        var (transaction, _) = positions.Decode(position);
        var started = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(2); !await IsVisibleAsync(tenant, transaction, cancellationToken).ConfigureAwait(false); pause *= 2)
        {
            var left = wait - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new ThreeDbException(ErrorCodes.NotYet, $"After {wait.TotalSeconds:0.###} s, PostgreSQL does not show the position yet.")
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }

            await Task.Delay(TimeSpan.FromTicks(Math.Min(Math.Min(pause.Ticks, LongestPause.Ticks), left.Ticks)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The point of the log that a position stands for.</summary>
    public LogPoint PointOf(Position position)
    {
        var (transaction, ordinal) = positions.Decode(position);
        return new LogPoint(transaction, ordinal);
    }

    /// <summary>The position that stands for a point of the log.</summary>
    public Position PositionOf(LogPoint point) => positions.Encode(point.TransactionId, point.Ordinal);

    private async Task<bool> IsVisibleAsync(int tenant, ulong transaction, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"select pg_visible_in_snapshot($1, pg_current_snapshot()), ({StoreIdentity.ClusterSql})").Typed(transaction, NpgsqlDbType.Xid8);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);

        // The server may have been replaced since this process opened the store; then numbers of transactions mean something else.
        return StoreIdentity.EpochOf(reader.Get<string>(1)) == positions.Epoch
            ? reader.Get<bool>(0)
            : throw new ThreeDbException(ErrorCodes.UnknownEpoch);
    }
}
