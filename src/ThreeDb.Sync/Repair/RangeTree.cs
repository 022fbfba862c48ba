using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What a projection ought to hold of a window of seqs: hashes of rows, and their digests at three levels (a Merkle tree of sums).</summary>
/// <param name="from">The first seq of the window.</param>
internal sealed class RangeTree(long from)
{
    /// <summary>How many parts a range is cut into on the way down.</summary>
    public const int Fan = 16;

    /// <summary>How many seqs a leaf spans.</summary>
    public const int Leaf = 256;

    /// <summary>How many seqs a window spans.</summary>
    public const int Window = Leaf * Fan * Fan;

    private readonly Dictionary<RowKey, ulong> _rows = [];
    private readonly RangeDigest[] _leaves = new RangeDigest[Fan * Fan];

    public void Add(RowKey key, ulong hash)
    {
        _rows.Add(key, hash);
        var leaf = (int)((key.Seq - from) / Leaf);
        _leaves[leaf] = _leaves[leaf].With(hash);
    }

    /// <summary>The hash of a row; null when there ought to be none.</summary>
    public ulong? HashOf(RowKey key) => _rows.TryGetValue(key, out var hash) ? hash : null;

    /// <summary>The rows of a range.</summary>
    public IEnumerable<RowKey> KeysIn(SeqRange range) => _rows.Keys.Where(key => key.Seq >= range.From && key.Seq < range.To);

    /// <summary>The digest of a range that is made of leaves.</summary>
    public RangeDigest Digest(SeqRange range)
    {
        var (count, sum) = (0L, 0UL);
        for (var leaf = (range.From - from) / Leaf; leaf < (range.To - from) / Leaf; leaf++)
        {
            count += _leaves[leaf].Count;
            sum = unchecked(sum + _leaves[leaf].Sum);
        }

        return new RangeDigest(count, sum);
    }
}
