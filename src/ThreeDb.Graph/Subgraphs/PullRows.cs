namespace ThreeDb.Graphs;

/// <summary>
/// The relations from their targets, a row for each node, laid out for rounds in which every node adds up what its sources give. Rows of the same length stand together,
/// so that a loop over them ends where the processor expects it (as in sorted sliced ELLPACK: Kreuzer, Hager, Wellein, Fehske, Bishop 2014), and of those the nodes
/// that most point from stand first, so that what is read most shares cache lines. Sources are numbers of rows: a round reads and writes arrays in the order of rows.
/// </summary>
/// <remarks>Takes 4 bytes for each relation (12 with weights) and 12 for each node, as long as the sub-graph is remembered.</remarks>
internal sealed class PullRows
{
    private const int LoadOfPart = 1 << 15;

    // Between these, the weights of any number of relations can be added up and shared out.
    private const double SmallWeight = 1e-150;
    private const double LargeWeight = 1e150;

    private PullRows(int[] nodes, int[] sources, double[]? weights, double[] shares, RowBlock[][] parts)
    {
        Nodes = nodes;
        Sources = sources;
        Weights = weights;
        Shares = shares;
        Parts = parts;
    }

    /// <summary>The node of each row.</summary>
    public int[] Nodes { get; }

    /// <summary>The rows that point at a row, ascending; row after row.</summary>
    public int[] Sources { get; }

    /// <summary>The weights beside <see cref="Sources"/>; null when all are 1. Where a source's are very large or very small, they are all brought nearer to 1 alike.</summary>
    public double[]? Weights { get; }

    /// <summary>What part of what a row has goes over a relation of weight 1: one by its weights added up; 0 where nothing goes out.</summary>
    public double[] Shares { get; }

    /// <summary>All rows in parts of about the same work; there is one at least where there is a row.</summary>
    public RowBlock[][] Parts { get; }

    /// <summary>The memory that this takes, in bytes.</summary>
    public long Bytes => (4L * Sources.Length) + (8L * (Weights?.Length ?? 0)) + (12L * Nodes.Length);

    /// <summary>Lays out relations that are given from their sources.</summary>
    public static PullRows Of(Adjacency outgoing, CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var lengths = new int[outgoing.NodeCount];
        var all = outgoing.Targets;
        for (var i = 0; i < all.Length; i++)
        {
            pulse.At(i);
            lengths[all[i]]++;
        }

        var nodes = InOrderOf(lengths, MostPointingFirst(outgoing));
        var next = new int[nodes.Length];
        var place = 0;
        foreach (var node in nodes)
        {
            next[node] = place;
            place += lengths[node];
        }

        var sources = new int[outgoing.Targets.Length];
        var weights = outgoing.IsWeighted ? new double[sources.Length] : null;
        var shares = new double[nodes.Length];
        for (var row = 0; row < nodes.Length; row++)
        {
            var beside = outgoing.WeightsOf(nodes[row]);
            var exponent = FarExponent(beside);
            shares[row] = Share(outgoing, nodes[row], exponent);
            var targets = outgoing.Of(nodes[row]);
            pulse.Add(targets.Length);
            for (var i = 0; i < targets.Length; i++)
            {
                pulse.At(i);
                place = next[targets[i]]++;
                sources[place] = row;
                if (weights is not null)
                {
                    weights[place] = Near(beside[i], exponent);
                }
            }
        }

        return new PullRows(nodes, sources, weights, shares, PartsOf(nodes, lengths));
    }

    /// <summary>All nodes, those with the most relations first; of equal ones the first.</summary>
    internal static int[] MostPointingFirst(Adjacency outgoing)
    {
        var (fewness, most) = (new int[outgoing.NodeCount], 0);
        for (var node = 0; node < fewness.Length; node++)
        {
            most = Math.Max(most, outgoing.Degree(node));
        }

        for (var node = 0; node < fewness.Length; node++)
        {
            fewness[node] = most - outgoing.Degree(node);
        }

        return InOrderOf(fewness, DisjointSets.Alone(fewness.Length));
    }

    // By counting; equal ones stay in the order in which they are given.
    private static int[] InOrderOf(int[] keys, int[] nodes)
    {
        var places = new int[nodes.Length == 0 ? 1 : keys.Max() + 2];
        foreach (var key in keys)
        {
            places[key + 1]++;
        }

        for (var key = 1; key < places.Length; key++)
        {
            places[key] += places[key - 1];
        }

        var ordered = new int[nodes.Length];
        foreach (var node in nodes)
        {
            ordered[places[keys[node]]++] = node;
        }

        return ordered;
    }

    // A power of two: taken out of all weights of a node, it changes no digit of what each is beside the others.
    private static int FarExponent(ReadOnlySpan<double> weights)
    {
        var largest = 0d;
        foreach (var weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        return largest is 0 or (>= SmallWeight and <= LargeWeight) ? 0 : Math.ILogB(largest);
    }

    private static double Near(double weight, int exponent) => exponent == 0 ? weight : Math.ScaleB(weight, -exponent);

    private static double Share(Adjacency outgoing, int node, int exponent)
    {
        double total = outgoing.Degree(node);
        if (outgoing.IsWeighted)
        {
            total = 0;
            foreach (var weight in outgoing.WeightsOf(node))
            {
                total += Near(weight, exponent);
            }
        }

        return total > 0 ? 1 / total : 0;
    }

    // A row counts as much as a relation: rows without relations are work as well.
    private static RowBlock[][] PartsOf(int[] nodes, int[] lengths)
    {
        var parts = new List<RowBlock[]>();
        var part = new List<RowBlock>();
        var (load, first) = (0, 0);
        for (var row = 0; row < nodes.Length;)
        {
            var length = lengths[nodes[row]];
            var block = new RowBlock(length, row, row, first);
            while (block.To < nodes.Length && lengths[nodes[block.To]] == length && load < LoadOfPart)
            {
                block = block with { To = block.To + 1 };
                load += 1 + length;
                first += length;
            }

            part.Add(block);
            row = block.To;
            if (load >= LoadOfPart || row == nodes.Length)
            {
                parts.Add([.. part]);
                part.Clear();
                load = 0;
            }
        }

        return [.. parts];
    }
}

/// <summary>Rows of the same length, one after another.</summary>
/// <param name="Length">The number of sources of each.</param>
/// <param name="From">The first row.</param>
/// <param name="To">The first row after them.</param>
/// <param name="First">Where the sources of the first row begin.</param>
internal readonly record struct RowBlock(int Length, int From, int To, int First);
