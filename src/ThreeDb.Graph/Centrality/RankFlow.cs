namespace ThreeDb.Graphs;

/// <summary>
/// The iterations of PageRank. Each node pulls from the nodes that point at it what they give away over each relation (rank × share), which was worked out when
/// their rank was: one pass over the incoming relations, one random read each, nothing written but the node's own. Parts are fixed, and so are all sums.
/// Everything inside is in the order of <see cref="PullRows"/>.
/// </summary>
internal sealed class RankFlow
{
    private readonly PullRows _rows;
    private readonly double _damping;
    private readonly double[]? _teleport;
    private readonly double[] _ranks;
    private readonly double[] _heldBack;
    private readonly double[] _changes;
    private double[] _gives;
    private double[] _givesNext;
    private double _base;

    public RankFlow(PullRows rows, PageRankOptions options)
    {
        _rows = rows;
        _damping = options.Damping;
        _teleport = Teleport(rows, options.Personalization);
        var nodes = rows.Nodes.Length;
        (_ranks, _gives, _givesNext) = (new double[nodes], new double[nodes], new double[nodes]);
        (_heldBack, _changes) = (new double[rows.Parts.Length], new double[rows.Parts.Length]);
        Array.Fill(_ranks, 1d / nodes);
        var heldBack = 0d;
        for (var row = 0; row < nodes; row++)
        {
            _gives[row] = _ranks[row] * rows.Shares[row];
            heldBack += rows.Shares[row] == 0 ? _ranks[row] : 0;
        }

        SetBase(heldBack);
    }

    /// <summary>How much the last iteration changed the ranks, added up.</summary>
    public double Change { get; private set; }

    /// <summary>Does a part of an iteration.</summary>
    public void Pull(int part)
    {
        var (heldBack, change) = (0d, 0d);
        foreach (var block in _rows.Parts[part])
        {
            var (heldBackHere, changeHere) = Pull(block);
            heldBack += heldBackHere;
            change += changeHere;
        }

        (_heldBack[part], _changes[part]) = (heldBack, change);
    }

    /// <summary>Ends an iteration, once all its parts are done.</summary>
    public void EndIteration()
    {
        var heldBack = 0d;
        Change = 0;
        for (var part = 0; part < _heldBack.Length; part++)
        {
            heldBack += _heldBack[part];
            Change += _changes[part];
        }

        SetBase(heldBack);
        (_gives, _givesNext) = (_givesNext, _gives);
    }

    /// <summary>The rank of each node.</summary>
    public double[] Ranks() => InOrderOfNodes(_ranks);

    private (double HeldBack, double Change) Pull(RowBlock block)
    {
        var (gives, next, shares, ranks, length) = (_gives, _givesNext, _rows.Shares, _ranks, block.Length);
        var sources = _rows.Sources.AsSpan(block.First, (block.To - block.From) * length);
        var (heldBack, change) = (0d, 0d);
        for (var row = block.From; row < block.To; row++)
        {
            var sum = _rows.Weights is null ? RowSum.Of(sources[..length], gives) : WeightedSum(block, row);
            sources = sources[length..];
            var rank = (_teleport is null ? _base : _base * _teleport[row]) + (_damping * sum);
            change += Math.Abs(rank - ranks[row]);
            heldBack += shares[row] == 0 ? rank : 0;
            ranks[row] = rank;
            next[row] = rank * shares[row];
        }

        return (heldBack, change);
    }

    private double WeightedSum(RowBlock block, int row)
    {
        var first = block.First + ((row - block.From) * block.Length);
        return RowSum.Of(_rows.Sources.AsSpan(first, block.Length), _rows.Weights.AsSpan(first, block.Length), _gives);
    }

    // What everybody gets: the share that teleports, and what is held by nodes without a way out.
    private void SetBase(double heldBack)
    {
        var teleports = 1 - _damping + (_damping * heldBack);
        _base = _teleport is null ? teleports / _ranks.Length : teleports;
    }

    private double[] InOrderOfNodes(double[] values)
    {
        var ordered = new double[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            ordered[_rows.Nodes[row]] = values[row];
        }

        return ordered;
    }

    private static double[]? Teleport(PullRows rows, IReadOnlyList<int> places)
    {
        if (places.Count == 0)
        {
            return null;
        }

        var byNode = new double[rows.Nodes.Length];
        foreach (var node in places)
        {
            byNode[node] += 1d / places.Count;
        }

        return Array.ConvertAll(rows.Nodes, node => byNode[node]);
    }
}
