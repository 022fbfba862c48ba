using System.Numerics;

namespace ThreeDb.Graphs;

/// <summary>
/// Borůvka's rounds: every tree takes the lightest relation that leads out of it, which at least halves the number of trees that still have one. Relations within
/// a tree are dropped as they are met, so that rounds get shorter.
/// </summary>
internal sealed class BoruvkaRounds
{
    private readonly Adjacency _rows;
    private readonly bool _heaviest;
    private readonly int[] _open;
    private readonly int[] _tree;
    private readonly int[] _best;

    // One bit for each relation.
    private readonly ulong[] _chosen;
    private readonly AlgorithmRun _run;
    private int _openCount;
    private WorkPulse _pulse;

    public BoruvkaRounds(Subgraph graph, bool heaviest, AlgorithmRun run)
    {
        (_rows, _heaviest, _run) = (graph.Out, heaviest, run);
        _pulse = new WorkPulse(new WorkMeter(run, 4d * (graph.RelationCount + graph.NodeCount + 1)));
        (Sources, _open) = (new int[graph.RelationCount], new int[graph.RelationCount]);
        (_tree, _best) = (new int[graph.NodeCount], new int[graph.NodeCount]);
        _chosen = new ulong[(graph.RelationCount >> 6) + 1];
        for (var node = 0; node < graph.NodeCount; node++)
        {
            _pulse.Add(_rows.Degree(node));
            _tree[node] = node;
            for (var relation = _rows.Offsets[node]; relation < _rows.Offsets[node + 1]; relation++)
            {
                Sources[relation] = node;
                _open[_openCount++] = relation;
            }
        }
    }

    /// <summary>The source of every relation.</summary>
    public int[] Sources { get; }

    /// <summary>How many relations the forest has.</summary>
    public int Count { get; private set; }

    /// <summary>The relations of the forest, ascending.</summary>
    public IEnumerable<int> Chosen()
    {
        for (var word = 0; word < _chosen.Length; word++)
        {
            for (var bits = _chosen[word]; bits != 0; bits &= bits - 1)
            {
                yield return (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }

    /// <summary>One round. Whether trees were joined.</summary>
    public bool Join()
    {
        _run.Cancellation.ThrowIfCancellationRequested();
        FindBest();
        var before = Count;
        for (var tree = 0; tree < _best.Length; tree++)
        {
            _pulse.Add(0);
            if (_best[tree] >= 0)
            {
                var (a, b) = (Root(Sources[_best[tree]]), Root(_rows.Targets[_best[tree]]));
                if (a != b)
                {
                    _tree[Math.Max(a, b)] = Math.Min(a, b);
                    _chosen[_best[tree] >> 6] |= 1UL << _best[tree];
                    Count++;
                }
            }
        }

        return Count > before;
    }

    private void FindBest()
    {
        Array.Fill(_best, -1);
        for (var node = 0; node < _tree.Length; node++)
        {
            _tree[node] = Root(node);
            _pulse.Add(0);
        }

        var kept = 0;
        for (var i = 0; i < _openCount; i++)
        {
            var relation = _open[i];
            var (a, b) = (_tree[Sources[relation]], _tree[_rows.Targets[relation]]);
            if (a != b)
            {
                _open[kept++] = relation;
                Improve(a, relation);
                Improve(b, relation);
            }

            _pulse.Add(0);
        }

        _openCount = kept;
    }

    private void Improve(int tree, int relation)
    {
        if (_best[tree] < 0 || IsLighter(relation, _best[tree]))
        {
            _best[tree] = relation;
        }
    }

    // Open relations are met in ascending order, so of equal ones the first stays.
    private bool IsLighter(int relation, int than)
    {
        var weights = _rows.Weights;
        return !weights.IsEmpty && (_heaviest ? weights[relation] > weights[than] : weights[relation] < weights[than]);
    }

    // Halves the path as it goes (Tarjan and van Leeuwen 1984).
    private int Root(int node)
    {
        while (_tree[node] != node)
        {
            _tree[node] = _tree[_tree[node]];
            node = _tree[node];
        }

        return node;
    }
}
