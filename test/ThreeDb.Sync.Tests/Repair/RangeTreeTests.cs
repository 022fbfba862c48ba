using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync.Tests;

public sealed class RangeTreeTests
{
    [Fact]
    public void Digest_of_every_range_is_the_sum_of_its_rows()
    {
        const long From = RangeTree.Window * 3L;
        var random = new Random(7);
        var rows = Enumerable.Range(0, 3000).Select(_ => From + random.Next(RangeTree.Window)).Distinct()
            .Select(seq => (Key: RowKey.Entity(seq), Hash: (ulong)random.NextInt64())).ToList();
        var tree = new RangeTree(From);
        rows.ForEach(row => tree.Add(row.Key, row.Hash));
        foreach (var (start, span) in new[] { (0, RangeTree.Window), (RangeTree.Leaf * 16, RangeTree.Leaf * 16), (RangeTree.Leaf * 37, RangeTree.Leaf) })
        {
            var range = new SeqRange(From + start, From + start + span);
            var inside = rows.Where(row => row.Key.Seq >= range.From && row.Key.Seq < range.To).ToList();
            Assert.Equal(inside.Aggregate(new RangeDigest(), (digest, row) => digest.With(row.Hash)), tree.Digest(range));
            Assert.Equal(inside.Select(row => row.Key).OrderBy(key => key.Seq), tree.KeysIn(range).OrderBy(key => key.Seq));
        }
    }
}
