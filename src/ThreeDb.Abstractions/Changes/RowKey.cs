namespace ThreeDb.Changes;

/// <summary>What a row of the source is known by: an entity by its seq, a relation by both ends, type and key.</summary>
/// <param name="Seq">The entity; for a relation its source.</param>
/// <param name="Target">The target of a relation; 0 for an entity (seqs begin at 1).</param>
/// <param name="Type">The type of a relation; null for an entity.</param>
/// <param name="Key">The key of a relation, empty in most cases; null for an entity.</param>
public readonly record struct RowKey(long Seq, long Target, string? Type, string? Key)
{
    /// <summary>Whether this is a relation.</summary>
    public bool IsRelation => Type is not null;

    /// <summary>The key of an entity.</summary>
    public static RowKey Entity(long seq) => new(seq, 0, null, null);

    /// <inheritdoc />
    public override string ToString() => IsRelation ? $"{Seq}-[{Type}{(Key!.Length == 0 ? "" : ":" + Key)}]->{Target}" : $"{Seq}";
}
