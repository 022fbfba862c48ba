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
        try
        {
            var point = await store.LoadGraphAsync(tenantId, rows, cancellationToken).ConfigureAwait(false);
            return (MemoryGraph.Of(rows), point);
        }
        catch (GraphTooLargeException e) when (e.Need is { } least)
        {
            throw await WholeAsync(tenantId, least, budget, cancellationToken).ConfigureAwait(false);
        }
    }

    // Who raises the budget wants to know how far: what was met before it was full says only how large it is at least.
    private async Task<StructureTooLargeException> WholeAsync(int tenantId, long least, long budget, CancellationToken cancellationToken)
    {
        try
        {
            var size = await store.CountGraphAsync(tenantId, cancellationToken).ConfigureAwait(false);
            return StructureTooLargeException.Over(Math.Max(least, GraphNeed.BytesOf(size)), budget);
        }
        catch (ThreeDbException)
        {
            // It is too large either way.
            return StructureTooLargeException.Over(least, budget);
        }
    }

    public (IReadOnlyList<RowKey> Keys, long Count) Compare(MemoryGraph one, MemoryGraph other, int limit, CancellationToken cancellationToken)
    {
        var difference = GraphDifference.Between(one.Current, other.Current, limit, cancellationToken);
        return (difference.Keys, difference.Entities + difference.Relations);
    }
}
