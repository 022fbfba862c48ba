using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Postgres;
using ThreeDb.Structures;

namespace ThreeDb;

/// <summary>Loads graphs from the store.</summary>
internal sealed class StoredGraphLoader(PostgresStore store) : IStructureLoader<MemoryGraph>
{
    public string Kind => "graph";

    public SourceNeeds Needs { get; } = new(Data: false);

    public async Task<(MemoryGraph Structure, LogPoint Point)> LoadAsync(int tenantId, long budget, CancellationToken cancellationToken)
    {
        var rows = new GraphBuilder(new GraphNames(), budget);
        var point = await store.LoadGraphAsync(tenantId, rows, cancellationToken).ConfigureAwait(false);
        return (MemoryGraph.Of(rows), point);
    }

    public (IReadOnlyList<RowKey> Keys, long Count) Compare(MemoryGraph one, MemoryGraph other, int limit, CancellationToken cancellationToken)
    {
        var difference = GraphDifference.Between(one.Current, other.Current, limit, cancellationToken);
        return (difference.Keys, difference.Entities + difference.Relations);
    }
}
