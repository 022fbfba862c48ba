using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>The nodes, or groups, with the largest scores.</summary>
internal static class BestScores
{
    /// <summary>The nodes, best first; of equal ones the first.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="scoreOf">The score of a node.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static int[] Of(int count, Func<int, double> scoreOf, int limit, CancellationToken cancellationToken)
    {
        var best = new PriorityQueue<int, (double Score, int Node)>();
        var pulse = new WalkPulse(cancellationToken);
        for (var node = 0; node < count && limit > 0; node++)
        {
            pulse.At(node);
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
