namespace ThreeDb.Graphs;

/// <summary>An entity that a walk found.</summary>
/// <param name="Seq">Its seq.</param>
/// <param name="Depth">Steps from the start.</param>
/// <param name="Degree">How many relations it has, both ways and of those followed; a self-loop counts once, relations with stubs count.</param>
public readonly record struct WalkedEntity(int Seq, int Depth, int Degree);
