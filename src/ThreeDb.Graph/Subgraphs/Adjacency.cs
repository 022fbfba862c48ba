namespace ThreeDb.Graphs;

/// <summary>The neighbours of every node, one after another (compressed sparse rows). Those of a node are in ascending order; parallel relations repeat.</summary>
public sealed class Adjacency
{
    private readonly int[] _offsets;
    private readonly int[] _targets;
    private readonly double[]? _weights;

    internal Adjacency(int[] offsets, int[] targets, double[]? weights)
    {
        _offsets = offsets;
        _targets = targets;
        _weights = weights;
    }

    /// <summary>The number of nodes.</summary>
    public int NodeCount => _offsets.Length - 1;

    /// <summary>Where the neighbours of each node begin in <see cref="Targets"/>; one more than there are nodes.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>All neighbours.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The weights beside <see cref="Targets"/>; empty when all are 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The memory that this takes, in bytes.</summary>
    public long Bytes => (4L * _offsets.Length) + (4L * _targets.Length) + (8L * (_weights?.Length ?? 0));

    /// <summary>Whether some weight is not 1.</summary>
    public bool IsWeighted => _weights is not null;

    /// <summary>The number of neighbours of a node, parallel ones counted each.</summary>
    public int Degree(int node) => _offsets[node + 1] - _offsets[node];

    /// <summary>The neighbours of a node.</summary>
    public ReadOnlySpan<int> Of(int node) => _targets.AsSpan(_offsets[node], _offsets[node + 1] - _offsets[node]);

    /// <summary>The weights beside <see cref="Of"/>; empty when all are 1.</summary>
    public ReadOnlySpan<double> WeightsOf(int node) => _weights is null ? default : _weights.AsSpan(_offsets[node], _offsets[node + 1] - _offsets[node]);

    /// <summary>The node whose neighbour stands at a place of <see cref="Targets"/>.</summary>
    internal int SourceOf(int place)
    {
        // The last node that begins there or before: those without neighbours begin where the next one does.
        var (low, high) = (0, NodeCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            (low, high) = _offsets[middle] <= place ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The same relations with all weights 1.</summary>
    internal Adjacency Unweighted() => new(_offsets, _targets, null);

    /// <summary>The same relations, seen from their other end.</summary>
    internal Adjacency Transposed(CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var offsets = new int[_offsets.Length];
        for (var i = 0; i < _targets.Length; i++)
        {
            pulse.At(i);
            offsets[_targets[i] + 1]++;
        }

        for (var node = 0; node < NodeCount; node++)
        {
            offsets[node + 1] += offsets[node];
        }

        var next = offsets.AsSpan(0, NodeCount).ToArray();
        var sources = GC.AllocateUninitializedArray<int>(_targets.Length);
        var weights = _weights is null ? null : GC.AllocateUninitializedArray<double>(_targets.Length);
        for (var source = 0; source < NodeCount; source++)
        {
            pulse.Add(0);
            for (var i = _offsets[source]; i < _offsets[source + 1]; i++)
            {
                pulse.At(i);
                var place = next[_targets[i]]++;
                sources[place] = source;
                if (weights is not null)
                {
                    weights[place] = _weights![i];
                }
            }
        }

        return new Adjacency(offsets, sources, weights);
    }

    /// <summary>The relations of this and of its transposed, at both ends; a self-loop stands once.</summary>
    internal Adjacency MergedWith(Adjacency transposed, CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var loops = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            pulse.Add(Degree(node));
            loops += Of(node).Count(node);
        }

        var offsets = new int[_offsets.Length];
        var targets = GC.AllocateUninitializedArray<int>(checked((2 * _targets.Length) - loops));
        var weights = _weights is null ? null : GC.AllocateUninitializedArray<double>(targets.Length);
        var place = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            var (a, endOfA) = (_offsets[node], _offsets[node + 1]);
            var (b, endOfB) = (transposed._offsets[node], transposed._offsets[node + 1]);
            pulse.Add(0);
            while (a < endOfA || b < endOfB)
            {
                pulse.At(place);
                if (b < endOfB && transposed._targets[b] == node)
                {
                    b++;
                    continue;
                }

                var fromA = a < endOfA && (b == endOfB || _targets[a] <= transposed._targets[b]);
                if (weights is not null)
                {
                    weights[place] = fromA ? _weights![a] : transposed._weights![b];
                }

                targets[place++] = fromA ? _targets[a++] : transposed._targets[b++];
            }

            offsets[node + 1] = place;
        }

        return new Adjacency(offsets, targets, weights);
    }
}
