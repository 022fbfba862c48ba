namespace ThreeDb.Projections;

/// <summary>Where the copy of a projection lies, for people; without secrets.</summary>
/// <param name="Where">What it is and where, as a part of a sentence: <c>the graph '3db/default/graph' at redis://127.0.0.1:6379</c>. Equal for the same place, whoever signs in.</param>
/// <param name="Drop">A command or a statement of the engine that drops it; null where that is not easily said.</param>
public sealed record CopyPlace(string Where, string? Drop = null);
