namespace ThreeDb.Graphs;

/// <summary>The best few paths that visit no entity twice (Yen 1971, with Lawler's rule that no path is looked for twice, and searches that know how far the end is).</summary>
public static class KShortestPaths
{
    /// <summary>Finds the best paths.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk. <see cref="WalkRules.MaxVisited"/> holds for each search; <see cref="WalkRules.MaxPerHop"/> does not count.</param>
    /// <param name="count">How many paths to find. Paths over the same entities are one: parallel relations do not make more of them.</param>
    /// <param name="weighted">Whether weights count, else the number of steps.</param>
    /// <returns>The paths by cost, then by number of steps, then by seqs.</returns>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: <paramref name="weighted"/>, and a relation that may be followed has a negative weight, wherever it is.</exception>
    public static PathList Find(GraphView view, int from, int to, WalkRules rules, int count, bool weighted = false)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        if (weighted)
        {
            RelationWeights.RefuseNegative(view, filter, rules);
        }

        using var search = new CheapestSearch(view, rules, filter, weighted);

        // A path of so many steps that it would visit everything is bounded by nothing; one by steps is bounded by what it costs.
        using var bounded = weighted && rules.Depth < view.SeqEnd ? new BoundedSearch(view, rules, filter, to) : null;
        var candidates = new PriorityQueue<Candidate, Candidate>();
        var found = new List<Candidate>();
        if (Way(from, [], null) is { } first)
        {
            Offer(first, 0);
        }

        // Many searches for one end: how far it is from everywhere guides all of them. Where a cap cuts that, they go without.
        using var left = new CheapestSearch(view, rules.Reversed(), filter, weighted);
        if (count > 1 && candidates.Count > 0)
        {
            left.Run(to, -1);
            search.Left = left.Truncated ? null : left;
            bounded?.Left = search.Left;
        }

        while (found.Count < count && candidates.TryDequeue(out var best, out _))
        {
            found.Add(best);
            if (found.Count < count || candidates.Count == 0)
            {
                // From the last one only to know whether there are more.
                Deviate(best);
            }
        }

        return new PathList([.. found.Select(candidate => candidate.Path)], candidates.Count > 0 || search.Truncated || bounded is { Truncated: true });

        // The best way on from the end of a root, past what was taken from there.
        List<int>? Way(int start, ReadOnlySpan<int> root, HashSet<int>? taken)
        {
            var steps = Math.Max(0, rules.Depth - root.Length);
            return bounded is not null ? bounded.Run(start, steps, root, taken)
                : search.Run(start, to, root, taken, weighted ? double.MaxValue : steps) ? search.PathTo(to) : null;
        }

        void Offer(List<int> seqs, int deviation)
        {
            var path = weighted ? PathLinks.ByWeight(view, filter, rules.Direction, seqs) : PathLinks.ByHops(view, filter, rules.Direction, seqs);
            var candidate = new Candidate(path, [.. seqs], deviation);
            candidates.Enqueue(candidate, candidate);
        }

        // Ways that part from a path at each of its entities, from where it parted itself.
        void Deviate(Candidate path)
        {
            for (var i = path.Deviation; i < path.Seqs.Length - 1; i++)
            {
                var root = path.Seqs.AsSpan(0, i + 1);
                var taken = new HashSet<int>();
                foreach (var known in found)
                {
                    if (known.Seqs.AsSpan().StartsWith(root) && known.Seqs.Length > i + 1)
                    {
                        taken.Add(known.Seqs[i + 1]);
                    }
                }

                if (Way(path.Seqs[i], root[..i], taken) is { } way)
                {
                    Offer([.. root[..i], .. way], i);
                }
            }
        }
    }

    private sealed record Candidate(FoundPath Path, int[] Seqs, int Deviation) : IComparable<Candidate>
    {
        public int CompareTo(Candidate? other)
        {
            if (other is null)
            {
                return 1;
            }

            return Path.Cost != other.Path.Cost ? Path.Cost.CompareTo(other.Path.Cost)
                : Seqs.Length != other.Seqs.Length ? Seqs.Length.CompareTo(other.Seqs.Length)
                : Seqs.AsSpan().SequenceCompareTo(other.Seqs);
        }
    }
}
