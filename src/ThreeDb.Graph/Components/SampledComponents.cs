namespace ThreeDb.Graphs;

/// <summary>
/// Weak components by samples, as in Afforest (Sutton, Ben-Nun, Barak 2018): one relation of each node joins most of what there is to join into one giant component; what
/// is outside of it looks for one relation into it; and of all others only those are followed that have an end outside. Only relations from their sources are
/// needed: the last step reads all targets one after another, which costs little where all are inside.
/// </summary>
internal sealed class SampledComponents
{
    private const int Sampled = 1024;
    private const int JoiningGiant = 3;
    private const int JoiningRest = 5;

    private readonly Adjacency _relations;
    private readonly AlgorithmRun _run;
    private readonly IReadOnlyList<(int From, int To)> _ranges;
    private readonly int[] _parents;
    private readonly Action<int, int>[] _phases;
    private int _phase;
    private int _giant;

    public SampledComponents(Adjacency relations, AlgorithmRun run)
    {
        _relations = relations;
        _run = run;
        _ranges = NodeRanges.Of(relations);
        _parents = new int[relations.NodeCount];

        // 1. The first neighbour is the smallest: mostly a parent that nobody else writes. Else the two are joined.
        // 2. The giant, and who is next to it.
        // 3. Whatever is left.
        _phases = [HangUnderFirst, JoinFirst, Flatten, JoinGiant, Flatten, JoinRest];
    }

    /// <summary>A tree for each component: the parent of each node, never larger than the node; the root is the smallest.</summary>
    public int[] Forest()
    {
        if (_parents.Length > 0)
        {
            new Rounds(_run, _ranges.Count, range => _phases[_phase](_ranges[range].From, _ranges[range].To), EndPhase).Run();
        }

        return _parents;
    }

    private bool EndPhase()
    {
        _phase++;
        _giant = _phase == JoiningGiant ? MostFrequent() : _phase == JoiningRest ? _parents[_giant] : _giant;
        _run.Report((double)_phase / _phases.Length);
        return _phase < _phases.Length;
    }

    private void Flatten(int from, int to) => DisjointSets.Flatten(_parents, from, to);

    // Where its parent was hung up in this range already, a node comes under the parent's: most trees are flat then.
    private void HangUnderFirst(int from, int to)
    {
        var offsets = _relations.Offsets;
        var targets = _relations.Targets;
        var parents = _parents;
        for (var node = from; node < to; node++)
        {
            var first = offsets[node] < offsets[node + 1] ? targets[offsets[node]] : node;
            parents[node] = first >= node ? node : first < from ? first : parents[first];
        }
    }

    private void JoinFirst(int from, int to)
    {
        var offsets = _relations.Offsets;
        var targets = _relations.Targets;
        for (var node = from; node < to; node++)
        {
            var first = offsets[node];
            if (first < offsets[node + 1] && targets[first] > node)
            {
                DisjointSets.Join(_parents, node, targets[first]);
            }
        }
    }

    // The same nodes every time. A wrong guess costs time, never the result.
    private int MostFrequent()
    {
        var count = Math.Min(Sampled, _parents.Length);
        var roots = new int[count];
        for (var i = 0; i < count; i++)
        {
            roots[i] = _parents[(int)((long)i * _parents.Length / count)];
        }

        Array.Sort(roots);
        var (best, most, start) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            start = roots[i] == roots[start] ? start : i;
            (best, most) = i - start >= most ? (roots[i], i - start + 1) : (best, most);
        }

        return best;
    }

    // One neighbour in the giant is enough for now. Who has none takes its last one along.
    private void JoinGiant(int from, int to)
    {
        var (parents, giant) = (_parents, _giant);
        for (var node = from; node < to; node++)
        {
            var targets = _relations.Of(node);
            if (parents[node] == giant || targets.IsEmpty)
            {
                continue;
            }

            var i = 0;
            while (i < targets.Length - 1 && parents[targets[i]] != giant)
            {
                i++;
            }

            DisjointSets.Join(parents, node, targets[i]);
        }
    }

    // A relation inside the giant joins nothing. Of nodes outside all are followed; of all others, in one go over the rows, those to the outside.
    private void JoinRest(int from, int to)
    {
        var nodes = _parents.AsSpan(from, to - from);
        var isMostlyInside = nodes.Count(_giant) > nodes.Length / 4 * 3;
        for (var node = from; node < to; node++)
        {
            if (!isMostlyInside || _parents[node] != _giant)
            {
                JoinAll(node);
            }
        }

        if (isMostlyInside)
        {
            JoinToOutside(from, to);
        }
    }

    private void JoinToOutside(int from, int to)
    {
        var offsets = _relations.Offsets;
        var targets = _relations.Targets;
        var (parents, giant) = (_parents, _giant);
        var (source, end) = (from, offsets[to]);
        for (var i = offsets[from]; i < end; i++)
        {
            if (parents[targets[i]] != giant)
            {
                while (offsets[source + 1] <= i)
                {
                    source++;
                }

                JoinUnlessJoined(source, targets[i]);
            }
        }
    }

    private void JoinAll(int node)
    {
        foreach (var target in _relations.Of(node))
        {
            JoinUnlessJoined(node, target);
        }
    }

    private void JoinUnlessJoined(int node, int other)
    {
        if (_parents[node] != _parents[other])
        {
            DisjointSets.Join(_parents, node, other);
        }
    }
}
