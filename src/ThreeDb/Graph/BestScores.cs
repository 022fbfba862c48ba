namespace ThreeDb;

/// <summary>The nodes with the largest scores.</summary>
internal static class BestScores
{
    /// <summary>The nodes, best first; of equal ones the first.</summary>
    public static int[] Of(double[] scores, int limit)
    {
        var best = new PriorityQueue<int, (double Score, int Node)>();
        for (var node = 0; node < scores.Length && limit > 0; node++)
        {
            // Compared so that the worst of the best stands in front: low scores, then late nodes.
            if (best.Count < limit)
            {
                best.Enqueue(node, (scores[node], -node));
            }
            else if (best.TryPeek(out _, out var worst) && (scores[node], -node).CompareTo(worst) > 0)
            {
                best.EnqueueDequeue(node, (scores[node], -node));
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
