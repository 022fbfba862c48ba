using ThreeDb.Changes;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>A position that reads must have seen, and how long they wait for it.</summary>
internal sealed class PositionDemand
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly StoreSession _session;

    // Once seen, a position stays seen: snapshots only grow.
    private volatile bool _met;

    /// <param name="session">What is read.</param>
    /// <param name="position">The position.</param>
    /// <param name="wait">How long reads wait: 0 to 60 s; 2 s when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wait is out of range.</exception>
    public PositionDemand(StoreSession session, Position position, TimeSpan? wait)
    {
        Wait = wait ?? UsualWait;
        ArgumentOutOfRangeException.ThrowIfLessThan(Wait, TimeSpan.Zero, nameof(wait));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Wait, LongestWait, nameof(wait));
        _session = session;
        Position = position;
    }

    public Position Position { get; }

    /// <summary>The point of the change log that the position stands for.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c>, <c>TDB2011</c>.</exception>
    public LogPoint Point => _session.PointOf(Position);

    public TimeSpan Wait { get; }

    /// <summary>Waits until PostgreSQL's answers have seen it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c>, <c>TDB2011</c>, <c>TDB2016</c>.</exception>
    public async ValueTask MeetAsync(CancellationToken cancellationToken)
    {
        if (!_met)
        {
            await _session.ReachAsync(Position, Wait, cancellationToken).ConfigureAwait(false);
            _met = true;
        }
    }
}
