using ThreeDb.Graphs;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The scratch memory that walks keep for the next ones, as memory that others may need more.</summary>
internal sealed class KeptWalkMemory : ISpareMemory
{
    public long Bytes => WalkMemory.Bytes;

    public void Drop() => WalkMemory.Forget();
}
