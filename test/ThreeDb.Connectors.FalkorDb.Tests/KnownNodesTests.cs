using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>What the writer of a graph remembers of its nodes.</summary>
public sealed class KnownNodesTests : FalkorDbTest
{
    private readonly KnownNodes _known = new();

    [Fact]
    public async Task Entities_are_known_unless_the_index_may_not_find_their_ids()
    {
        _known.Add(await RowsAsync([Rows.Entity(1), Rows.Entity(4096), Rows.Entity(4097) with { Id = " e" }, Rows.Entity(4098) with { Id = "e\u0001f" }]), HeldNodes.None(1));
        Assert.Equal([1, 4096], Known(0, 1, 2, 63, 64, 65, 4095, 4096, 4097, 4098, 8192));
        _known.Remove([1, 2, 99_999]);
        Assert.Equal([4096], Known(1, 4096));
        _known.Clear();
        Assert.Empty(Known(1, 4096));
    }

    [Fact]
    public async Task Ends_are_known_when_they_were_found_by_their_ids_or_made()
    {
        var held = new HeldNodes(1, null, new Dictionary<long, string[]> { [1] = [], [2] = [] }, new Dictionary<long, string> { [1] = "e1" });
        _known.Add(await RowsAsync([], Rows.Relation(1, 2), Rows.Relation(2, 3)), held);
        Assert.Equal([1, 3], Known(1, 2, 3));
    }

    private long[] Known(params long[] seqs) => [.. seqs.Where(_known.Contains)];

    private async Task<BatchRows> RowsAsync(ProjectedEntity[] entities, params ProjectedRelation[] relations) =>
        BatchRows.Of(new ProjectionBatch(NextFence(), entities, relations), await KnownNames.ReadAsync(await GraphAsync(), Token));
}
