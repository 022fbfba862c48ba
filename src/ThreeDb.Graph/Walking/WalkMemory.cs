namespace ThreeDb.Graphs;

/// <summary>The memory that walks keep for the next ones, of all graphs in the process: one piece for each of a few walks at once.</summary>
public static class WalkMemory
{
    /// <summary>How much that is, in bytes.</summary>
    public static long Bytes => WalkScratch.KeptBytes;

    /// <summary>Gives it up. Walks under way keep what they have.</summary>
    public static void Forget() => WalkScratch.Forget();
}
