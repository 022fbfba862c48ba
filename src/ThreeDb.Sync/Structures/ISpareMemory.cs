namespace ThreeDb.Sync;

/// <summary>What takes memory only to save work, and can be made again at any time.</summary>
public interface ISpareMemory
{
    /// <summary>How much it takes, in bytes.</summary>
    long Bytes { get; }

    /// <summary>Gives all of it up. Quick, and never waits for anybody: called under a lock.</summary>
    void Drop();
}
