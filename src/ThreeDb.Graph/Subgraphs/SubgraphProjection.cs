namespace ThreeDb.Graphs;

/// <summary>Makes one sub-graph.</summary>
/// <remarks>
/// Targets are walked in order of seq and each relation is put at its source, so that the targets of every source come in order without sorting.
/// Threads have ranges of targets; where the relations of a range begin at each source is counted first, so that they write side by side.
/// </remarks>
internal sealed class SubgraphProjection
{
    private const int RelationsPerThread = 1 << 16;

    private readonly GraphView _view;
    private readonly ChosenNodes _nodes;
    private readonly RelationFilter _filter;
    private readonly CancellationToken _cancellation;
    private readonly int[] _rangeEnds;
    private readonly int[][] _places;
    private readonly bool[] _isWeighted;
    private int[] _targets = [];
    private double[]? _weights;

    private SubgraphProjection(GraphView view, SubgraphSelection selection, int threads, CancellationToken cancellationToken)
    {
        _view = view;
        _cancellation = cancellationToken;
        _nodes = ChosenNodes.Of(view, selection, cancellationToken);
        _filter = new RelationFilter(view, selection);
        var ranges = RangesOf(view, threads);
        _rangeEnds = RangeEnds(ranges);
        _isWeighted = new bool[ranges];
        _places = new int[ranges][];
    }

    /// <summary>How many ranges of targets are worth a thread each; each takes a number for every node until the sub-graph is made.</summary>
    public static int RangesOf(GraphView view, int threads) => Math.Clamp(view.Counts.Relations / RelationsPerThread, 1, threads);

    public static Subgraph Of(GraphView view, SubgraphSelection selection, int threads, CancellationToken cancellationToken) =>
        new SubgraphProjection(view, selection, threads, cancellationToken).Run();

    private Subgraph Run()
    {
        ForRanges(Count);
        var offsets = Offsets();
        _targets = GC.AllocateUninitializedArray<int>(offsets[^1]);
        _weights = _isWeighted.AsSpan().Contains(true) ? GC.AllocateUninitializedArray<double>(offsets[^1]) : null;
        ForRanges(Fill);
        return new Subgraph(new Adjacency(offsets, _targets, _weights), _nodes.Seqs);
    }

    private void Count(int range)
    {
        var counts = _places[range] = new int[_nodes.Seqs.Length];
        var numbers = _nodes.Numbers;
        var details = _view.Names.Details;
        var (isAll, looksAtWeights) = (_filter.IsAll, details.HasWeights);
        var pulse = new WalkPulse(_cancellation);
        for (var (node, end) = Bounds(range); node < end; node++)
        {
            var steps = _view.In(_nodes.Seqs[node]);
            var sources = steps.Ends;
            pulse.Add(sources.Length);
            for (var i = 0; i < sources.Length; i++)
            {
                pulse.At(i);
                var source = numbers[sources[i]];
                if (source >= 0 && (isAll || _filter.Wants(steps, i)))
                {
                    counts[source]++;
                    if (looksAtWeights && steps.DetailOf(i) is var detail and not 0)
                    {
                        _isWeighted[range] |= details[detail].Weight != 1;
                    }
                }
            }
        }
    }

    // Counts become places: those of a source in the first range, then in the second, and so on.
    private int[] Offsets()
    {
        var offsets = new int[_nodes.Seqs.Length + 1];
        var place = 0;
        for (var node = 0; node < offsets.Length - 1; node++)
        {
            offsets[node] = place;
            foreach (var places in _places)
            {
                var count = places[node];
                places[node] = place;
                place = checked(place + count);
            }
        }

        offsets[^1] = place;
        return offsets;
    }

    private void Fill(int range)
    {
        var places = _places[range];
        var (numbers, targets, weights) = (_nodes.Numbers, _targets, _weights);
        var details = _view.Names.Details;
        var isAll = _filter.IsAll;
        var pulse = new WalkPulse(_cancellation);
        for (var (node, end) = Bounds(range); node < end; node++)
        {
            var steps = _view.In(_nodes.Seqs[node]);
            var sources = steps.Ends;
            pulse.Add(sources.Length);
            for (var i = 0; i < sources.Length; i++)
            {
                pulse.At(i);
                var source = numbers[sources[i]];
                if (source >= 0 && (isAll || _filter.Wants(steps, i)))
                {
                    var place = places[source]++;
                    targets[place] = node;
                    if (weights is not null)
                    {
                        weights[place] = details[steps.DetailOf(i)].Weight;
                    }
                }
            }
        }
    }

    private (int From, int End) Bounds(int range) => (range == 0 ? 0 : _rangeEnds[range - 1], _rangeEnds[range]);

    // Equal numbers of relations as far as the base tells.
    private int[] RangeEnds(int ranges)
    {
        var ends = new int[ranges];
        ends[^1] = _nodes.Seqs.Length;
        for (var range = 0; range < ranges - 1; range++)
        {
            var seq = _view.Base.In.SeqAt((int)(_view.Base.RelationCount * (range + 1L) / ranges));
            var node = _nodes.Seqs.AsSpan().BinarySearch(seq);
            ends[range] = node >= 0 ? node : ~node;
        }

        return ends;
    }

    private void ForRanges(Action<int> work) =>
        new Rounds(new AlgorithmRun(threads: _rangeEnds.Length, cancellationToken: _cancellation), _rangeEnds.Length, work, () => false).Run();
}
