namespace ThreeDb;

/// <summary>The nodes, or groups, with the largest scores.</summary>
internal static class BestScores
{
    /// <summary>How many are looked at between two looks at whether to stop: less than a millisecond.</summary>
    public const int PerLook = 1 << 16;

    /// <summary>The nodes, best first; of equal ones the first.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="scoreOf">The score of a node.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static int[] Of(int count, Func<int, double> scoreOf, int limit, CancellationToken cancellationToken)
    {
        var best = new PriorityQueue<int, (double Score, int Node)>();
        for (var node = 0; node < count && limit > 0; node++)
        {
            if (node % PerLook == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var score = scoreOf(node);

            // Compared so that the worst of the best stands in front: low scores, then late nodes.
            if (best.Count < limit)
            {
                best.Enqueue(node, (score, -node));
            }
            else if (best.TryPeek(out _, out var worst) && (score, -node).CompareTo(worst) > 0)
            {
                best.EnqueueDequeue(node, (score, -node));
            }
        }

        var nodes = new int[best.Count];
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            nodes[i] = best.Dequeue();
        }

        return nodes;
    }
}
