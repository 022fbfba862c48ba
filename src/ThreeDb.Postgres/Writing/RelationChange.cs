namespace ThreeDb.Postgres;

/// <summary>A row of <c>change</c> about a relation.</summary>
/// <param name="Row">The relation.</param>
/// <param name="Before">As it was; null when it was not there.</param>
/// <param name="Now">As it is then; null when it is gone.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Cause">The deletion of an entity that removed the relation; null when somebody removed the relation itself.</param>
internal sealed record RelationChange(RelationRow Row, RelationImage? Before, RelationImage? Now, string Actor, Deletion? Cause)
{
    public RelationKey Key => Row.Key;

    public ChangeOperation Operation => Before is null ? ChangeOperation.Created : Now is null ? ChangeOperation.Deleted : ChangeOperation.Updated;

    /// <summary>The version that the change made; a deletion counts as one.</summary>
    public long Version => Now?.Version ?? (Before!.Version + 1);
}
