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
        var point = PointOf(position);
        var started = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(2); !await PositionLook.IsVisibleAsync(connections, positions, tenant, point, cancellationToken).ConfigureAwait(false); pause *= 2)
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
    public LogPoint PointOf(Position position) => positions.Decode(position);

    /// <summary>The position that stands for a point of the log.</summary>
    public Position PositionOf(LogPoint point) => positions.Encode(point.TransactionId, point.Ordinal);
}
