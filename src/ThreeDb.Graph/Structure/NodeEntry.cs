namespace ThreeDb.Graphs;

/// <summary>What is known of an entity that was touched since the base was packed. Stands in the place of what the base says.</summary>
/// <param name="Type">The number of its type; 0 when it does not live.</param>
/// <param name="Project">The number of its project.</param>
/// <param name="Id">Its id; null when the base knows it, or when it does not live.</param>
/// <param name="Out">Its relations as their source; null when they are as in the base.</param>
/// <param name="In">Its relations as their target; null when they are as in the base.</param>
internal sealed record NodeEntry(ushort Type, int Project, string? Id, Strip? Out, Strip? In)
{
    // With an id come its text and its place among the new ids.
    public long Bytes => 48 + (Id is null ? 0 : 88 + (2L * Id.Length)) + (Out?.Bytes ?? 0) + (In?.Bytes ?? 0);
}
