namespace ThreeDb.Postgres;

/// <summary>A request to make an earlier version current again.</summary>
/// <param name="Id">The entity.</param>
/// <param name="Version">The version to go back to; null: the last one before the deletion.</param>
public sealed record Restoration(string Id, long? Version)
{
    /// <summary>The version that has to be the current one; a deletion counts as one. Null for any.</summary>
    public long? IfVersion { get; init; }

    /// <summary>Whether the entity has to exist, so that no deletion is undone.</summary>
    public bool MustExist { get; init; }
}
