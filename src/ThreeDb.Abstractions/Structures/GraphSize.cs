namespace ThreeDb.Structures;

/// <summary>How large a graph is.</summary>
/// <param name="Entities">Live entities.</param>
/// <param name="IdBytes">The length of their ids in UTF-8.</param>
/// <param name="SeqEnd">One more than the largest seq.</param>
/// <param name="Relations">Relations.</param>
public readonly record struct GraphSize(long Entities, long IdBytes, long SeqEnd, long Relations);
