namespace ThreeDb.Structures;

/// <summary>How large a graph is.</summary>
/// <param name="Entities">Live entities.</param>
/// <param name="IdBytes">The length of their ids in UTF-8.</param>
/// <param name="SeqEnd">One more than the largest seq.</param>
/// <param name="Relations">Relations.</param>
public readonly record struct GraphSize(long Entities, long IdBytes, long SeqEnd, long Relations)
{
    /// <summary>Whether some entity has a project.</summary>
    public bool HasProjects { get; init; }

    /// <summary>How many different types relations have.</summary>
    public long RelationTypes { get; init; }

    /// <summary>How many different details (weight other than 1, time of validity, key) relations have.</summary>
    public long Details { get; init; }

    /// <summary>How many of these have a key.</summary>
    public long Keys { get; init; }

    /// <summary>The length of these keys in bytes of UTF-8, which is as many characters or more.</summary>
    public long KeyLength { get; init; }
}
