namespace ThreeDb;

/// <summary>What a create does when its id exists already.</summary>
public enum ConflictPolicy
{
    /// <summary>Fails with <c>TDB2002</c>.</summary>
    Fail,

    /// <summary>Replaces the data.</summary>
    Replace,

    /// <summary>Merges the data into the present one, or into none (RFC 7396): the same call again changes nothing.</summary>
    Merge,
}

/// <summary>What a mutation did.</summary>
public enum WriteOutcome
{
    /// <summary>It made something new.</summary>
    Created,

    /// <summary>It changed something.</summary>
    Updated,

    /// <summary>Everything was as asked for; nothing was written and no version counted.</summary>
    Unchanged,

    /// <summary>It removed something.</summary>
    Deleted,
}
