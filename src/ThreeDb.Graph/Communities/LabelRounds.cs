using System.Collections.Concurrent;

namespace ThreeDb.Graphs;

/// <summary>The labels of all nodes, from one iteration of label propagation to the next.</summary>
internal sealed class LabelRounds(Subgraph graph, CancellationToken cancellationToken)
{
    // Below this share of nodes that changed, it pays to note who has to look again.
    private const int FewIsOneIn = 3;

    private readonly Adjacency _out = graph.Out;
    private readonly Adjacency _in = graph.Rows(Direction.In, cancellationToken);
    private readonly ConcurrentBag<LabelCounts> _counts = [];
    private int[] _next = new int[graph.NodeCount];
    private bool[] _looks = new bool[graph.NodeCount];
    private bool[] _looksNext = new bool[graph.NodeCount];
    private bool _everybodyLooks = true;
    private int _changed = graph.NodeCount;

    public int[] Labels { get; private set; } = DisjointSets.Alone(graph.NodeCount);

    /// <summary>Lets every node look at its neighbours. Whether a label changed.</summary>
    public bool Next(AlgorithmRun run, WorkMeter progress)
    {
        // Who is not noted sees what it saw before and would keep its label. Notes are true or absent, so that it does not matter who writes first.
        var notes = _changed <= graph.NodeCount / FewIsOneIn;
        _changed = 0;
        run.ForRanges(_out, (from, to, _) =>
        {
            if (!_counts.TryTake(out var counts))
            {
                counts = new LabelCounts(graph.NodeCount);
            }

            Interlocked.Add(ref _changed, Look(from, to, counts, notes));
            _counts.Add(counts);
            progress.Add(1);
        });
        (Labels, _next) = (_next, Labels);
        (_looks, _looksNext) = (_looksNext, _looks);
        _everybodyLooks = !notes;
        Array.Clear(_looksNext);
        return _changed > 0;
    }

    private int Look(int from, int to, LabelCounts counts, bool notes)
    {
        var (labels, next) = (Labels, _next);
        var changed = 0;
        for (var node = from; node < to; node++)
        {
            next[node] = labels[node];
            if (!_everybodyLooks && !_looks[node])
            {
                continue;
            }

            var label = MostFrequent(node, labels, counts);
            if (label == labels[node])
            {
                continue;
            }

            next[node] = label;
            changed++;
            if (notes)
            {
                Note(_out.Of(node));
                Note(_in.Of(node));
            }
        }

        return changed;
    }

    private int MostFrequent(int node, int[] labels, LabelCounts counts)
    {
        var targets = _out.Of(node);
        var sources = _in.Of(node);
        if (targets.Length + sources.Length < 2)
        {
            return labels[targets.Length > 0 ? targets[0] : sources.Length > 0 ? sources[0] : node];
        }

        foreach (var target in targets)
        {
            counts.Add(labels[target]);
        }

        foreach (var source in sources)
        {
            if (source != node)
            {
                counts.Add(labels[source]);
            }
        }

        return counts.TakeMostFrequent();
    }

    private void Note(ReadOnlySpan<int> neighbours)
    {
        foreach (var neighbour in neighbours)
        {
            _looksNext[neighbour] = true;
        }
    }
}
