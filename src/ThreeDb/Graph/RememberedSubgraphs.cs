using ThreeDb.Graphs;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The sub-graphs that algorithms were run on lately, as memory that others may need more.</summary>
internal sealed class RememberedSubgraphs(SubgraphMaker maker) : ISpareMemory
{
    public long Bytes => maker.Bytes;

    public void Drop() => maker.Forget();
}
