namespace ThreeDb.Sync;

/// <summary>Why there is no structure to answer from.</summary>
public enum StructureLack
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>It is being loaded.</summary>
    Loading,

    /// <summary>It does not fit into the memory that it may take.</summary>
    TooLarge,

    /// <summary>It does not have yet what the reader has to see.</summary>
    Behind,

    /// <summary>The change log cannot be followed, so that nobody knows how old it is.</summary>
    Unfollowed,

    /// <summary>Loading failed.</summary>
    Failed,
}

/// <summary>Why a structure cannot be loaded.</summary>
/// <param name="Lack">The kind of reason.</param>
/// <param name="Why">As the end of a sentence.</param>
/// <param name="Need">About how much memory it would take, in bytes; null when that is not known.</param>
internal sealed record StructureObstacle(StructureLack Lack, string Why, long? Need = null);
