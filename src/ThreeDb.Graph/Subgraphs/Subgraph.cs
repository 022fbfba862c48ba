namespace ThreeDb.Graphs;

/// <summary>The part of a graph that an algorithm works on: nodes from 0, relations both ways. Never changes; safe for any number of readers.</summary>
public sealed class Subgraph
{
    private readonly int[] _seqs;
    private readonly Lazy<Subgraph> _unweighted;
    private Adjacency? _in;
    private Adjacency? _undirected;
    private PullRows? _pullRows;
    private PullRows? _pullRowsAgainst;
    private PullRows? _pullRowsBothWays;

    internal Subgraph(Adjacency outgoing, int[] seqs)
    {
        Out = outgoing;
        _seqs = seqs;
        _unweighted = new Lazy<Subgraph>(() => outgoing.IsWeighted ? new Subgraph(outgoing.Unweighted(), seqs) : this);
    }

    /// <summary>The number of nodes.</summary>
    public int NodeCount => Out.NodeCount;

    /// <summary>The number of relations; self-loops and parallel ones counted each.</summary>
    public int RelationCount => Out.Targets.Length;

    /// <summary>The relations from their sources.</summary>
    public Adjacency Out { get; }

    /// <summary>The relations from their targets. Made when first asked for.</summary>
    public Adjacency In => Rows(Direction.In, CancellationToken.None);

    /// <summary>The relations at both ends; a self-loop stands once, two opposite relations stand as two. Made when first asked for.</summary>
    public Adjacency Undirected => Rows(Direction.Any, CancellationToken.None);

    /// <summary>The same with all weights 1, for algorithms that look at weights but are not to. Made when first asked for.</summary>
    public Subgraph Unweighted => _unweighted.Value;

    /// <summary>The seq of the entity behind each node, ascending.</summary>
    public ReadOnlySpan<int> Seqs => _seqs;

    /// <summary>The memory that this takes, in bytes, with the directions that have been made.</summary>
    public long Bytes => (4L * _seqs.Length) + Out.Bytes + MadeBytes + (_unweighted is { IsValueCreated: true, Value: var other } && other != this ? other.MadeBytes : 0);

    private long MadeBytes => (Volatile.Read(ref _in)?.Bytes ?? 0) + (Volatile.Read(ref _undirected)?.Bytes ?? 0)
        + (Volatile.Read(ref _pullRows)?.Bytes ?? 0) + (Volatile.Read(ref _pullRowsAgainst)?.Bytes ?? 0) + (Volatile.Read(ref _pullRowsBothWays)?.Bytes ?? 0);

    /// <summary>Whether some weight is not 1.</summary>
    public bool IsWeighted => Out.IsWeighted;

    /// <summary>The relations in a direction: <see cref="Out"/>, <see cref="In"/> or <see cref="Undirected"/>. Of two that make them at once, the work of one is for nothing.</summary>
    /// <param name="direction">Which.</param>
    /// <param name="cancellationToken">Stops the making within 50 ms; nothing is remembered then.</param>
    public Adjacency Rows(Direction direction, CancellationToken cancellationToken) => direction switch
    {
        Direction.Out => Out,
        Direction.In => _in ?? Remember(ref _in, Out.Transposed(cancellationToken)),
        _ => _undirected ?? Remember(ref _undirected, Out.MergedWith(Rows(Direction.In, cancellationToken), cancellationToken)),
    };

    /// <summary>The relations from their ends, for rounds in which every node pulls. Made when first asked for.</summary>
    /// <param name="direction">Which way it flows: out, to targets; in, to sources; any, where each relation stands at both ends.</param>
    /// <param name="cancellationToken">Stops the making within 50 ms; nothing is remembered then.</param>
    internal PullRows PullRows(Direction direction, CancellationToken cancellationToken) => direction switch
    {
        Direction.Out => _pullRows ?? Remember(ref _pullRows, Graphs.PullRows.Of(Out, cancellationToken)),
        Direction.In => _pullRowsAgainst ?? Remember(ref _pullRowsAgainst, Graphs.PullRows.Of(Rows(Direction.In, cancellationToken), cancellationToken)),
        _ => _pullRowsBothWays ?? Remember(ref _pullRowsBothWays, Graphs.PullRows.Of(Rows(Direction.Any, cancellationToken), cancellationToken)),
    };

    /// <summary>A graph from lists of relations.</summary>
    /// <param name="nodeCount">The number of nodes; their seqs are 0 to one less.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="targets">The targets, beside the sources.</param>
    /// <param name="weights">The weights, beside the sources; empty when all are 1.</param>
    public static Subgraph Of(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, sources.Length);
        var offsets = new int[nodeCount + 1];
        foreach (var target in targets)
        {
            offsets[target + 1]++;
        }

        for (var node = 0; node < nodeCount; node++)
        {
            offsets[node + 1] += offsets[node];
        }

        // By target first; transposed, each node's targets are then in order.
        var next = offsets.AsSpan(0, nodeCount).ToArray();
        var byTarget = new int[sources.Length];
        var beside = weights.IsEmpty ? null : new double[sources.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            var place = next[targets[i]]++;
            byTarget[place] = sources[i];
            if (beside is not null)
            {
                beside[place] = weights[i];
            }
        }

        return new Subgraph(new Adjacency(offsets, byTarget, beside).Transposed(CancellationToken.None), [.. Enumerable.Range(0, nodeCount)]);
    }

    private static T Remember<T>(ref T? place, T made)
        where T : class => Interlocked.CompareExchange(ref place, made, null) ?? made;
}
