namespace ThreeDb;

/// <summary>How fresh reads of a type are where something else than PostgreSQL answers. PostgreSQL itself always has every committed write.</summary>
public enum Consistency
{
    /// <summary>A read sees everything that was committed before it began: a cache or projection that has not applied all of it does not answer.</summary>
    Immediate,

    /// <summary>A read sees one's own writes, and any position that it demands (<see cref="IThreeDb.AtLeast"/>).</summary>
    Session,

    /// <summary>A read may be behind: projections gather changes for as long as the sync rule says (<see cref="TypeRule.Interval"/>), or else for <see cref="TypeRule.EventualInterval"/>.</summary>
    Eventual,
}
