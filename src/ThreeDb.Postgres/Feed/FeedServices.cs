namespace ThreeDb.Postgres;

/// <summary>What the change sources of a store share.</summary>
/// <param name="Connections">Connections whose batches are of one snapshot each.</param>
/// <param name="Positions">Positions of this database.</param>
/// <param name="Watch">Wakes who waits.</param>
/// <param name="Listener">Hears of commits in other processes, once somebody waits.</param>
/// <param name="Holds">Since when the frontier has stood still.</param>
internal sealed record FeedServices(
    StoreConnections Connections, PositionCodec Positions, FrontierWatch Watch, ChangeListener? Listener, FrontierHolds Holds);
