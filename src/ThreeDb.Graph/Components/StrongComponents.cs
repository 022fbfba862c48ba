namespace ThreeDb.Graphs;

/// <summary>Parts of a graph in which every node reaches every other along the relations.</summary>
public static class StrongComponents
{
    private const int Unseen = 0;

    /// <summary>
    /// Finds the components (Tarjan 1972, with one number per node as Pearce 2016). It keeps its own stack, so that no chain is too long. One thread.
    /// An empty graph has none, one node is one.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    public static ComponentsResult Run(Subgraph graph, StrongComponentsOptions options, AlgorithmRun run)
    {
        ArgumentNullException.ThrowIfNull(options);
        run.Report(0);
        return new ComponentsResult(Partition.InOrderOfNodes(new Search(graph.Out, new WorkBeat(run)).Labels(), run.Cancellation));
    }

    private sealed class Search(Adjacency relations, WorkBeat meter)
    {
        // The earliest node on the stack that a node reaches, by number of discovery from 1; when its component is complete, larger than any such number.
        private readonly int[] _lows = new int[relations.NodeCount];
        private readonly int[] _nextRelations = new int[relations.NodeCount];
        private readonly int[] _path = new int[relations.NodeCount];
        private readonly int[] _waiting = new int[relations.NodeCount];
        private readonly int[] _labels = new int[relations.NodeCount];
        private int _discovered;
        private int _waitingCount;

        public int[] Labels()
        {
            for (var node = 0; node < _lows.Length; node++)
            {
                if (_lows[node] == Unseen)
                {
                    Explore(node);
                }
            }

            return _labels;
        }

        // A node is its component's root when nothing it reaches was discovered before it. Numbers of discovery double as a mark for that:
        // _labels holds a node's own number until its component is complete.
        private void Explore(int start)
        {
            var depth = 0;
            Discover(start);
            _path[depth++] = start;
            var offsets = relations.Offsets;
            var targets = relations.Targets;
            while (depth > 0)
            {
                var node = _path[depth - 1];
                var end = offsets[node + 1];
                var next = _nextRelations[node];
                var low = _lows[node];
                var found = -1;
                while (next < end)
                {
                    var target = targets[next++];
                    if (_lows[target] == Unseen)
                    {
                        found = target;
                        break;
                    }

                    low = Math.Min(low, _lows[target]);
                }

                (_lows[node], _nextRelations[node]) = (low, next);
                if (found >= 0)
                {
                    Discover(found);
                    _path[depth++] = found;
                    continue;
                }

                depth--;
                if (depth > 0)
                {
                    ref var above = ref _lows[_path[depth - 1]];
                    above = Math.Min(above, low);
                }

                Leave(node);
            }
        }

        private void Discover(int node)
        {
            meter.Reach((double)_discovered / _lows.Length);
            meter.Add(relations.Degree(node));
            _labels[node] = _lows[node] = ++_discovered;
            _nextRelations[node] = relations.Offsets[node];
        }

        private void Leave(int node)
        {
            _waiting[_waitingCount++] = node;
            if (_lows[node] != _labels[node])
            {
                return;
            }

            // Everything that waits and was discovered since belongs to it; it lies above in the order of leaving.
            var number = _labels[node];
            while (_waitingCount > 0 && IsSince(_waiting[_waitingCount - 1], number))
            {
                var member = _waiting[--_waitingCount];
                _labels[member] = node;
                _lows[member] = int.MaxValue;
            }
        }

        private bool IsSince(int node, int number) => _labels[node] >= number;
    }
}
