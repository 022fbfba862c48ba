namespace ThreeDb;

/// <summary>How what a server keeps in memory of a tenant stands.</summary>
/// <param name="Kind">What it is: <c>graph</c>.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Budget">What all of it, of all tenants, may take, with the work on it, in bytes.</param>
/// <param name="Bytes">What this takes, in bytes; 0 when it is not loaded.</param>
/// <param name="Need">About how much it would take, in bytes, where that is more than is allowed and known.</param>
/// <param name="Why">Why SQL has to answer, as the end of a sentence; null where it has not.</param>
public sealed record MemoryStatus(string Kind, MemoryState State, long Budget, long Bytes = 0, long? Need = null, string? Why = null);

/// <summary>Whether something is kept in memory.</summary>
public enum MemoryState
{
    /// <summary>Nobody has asked for it since the server started, or others needed the memory: the next question loads it.</summary>
    Unused,

    /// <summary>It is being loaded; SQL answers meanwhile.</summary>
    Loading,

    /// <summary>It is there.</summary>
    Loaded,

    /// <summary>It cannot be kept: SQL answers what it can, and the rest is refused.</summary>
    BySql,
}
