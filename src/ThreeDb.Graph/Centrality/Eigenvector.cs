namespace ThreeDb.Graphs;

/// <summary>
/// Eigenvector centrality: a node is as important as the nodes that point at it together (Bonacich 1987), by power iteration. As in NetworkX each node also
/// keeps its own score (the matrix is shifted by 1, which changes no eigenvector but lets bipartite graphs converge); it starts from equal scores, so a graph
/// without relations has equal scores. Parallel relations add up; a self-loop adds a node's score to itself.
/// </summary>
public static class Eigenvector
{
    // While it runs, scores are so much smaller than they are in the end: times the largest weights they stay numbers. A power of two changes no digit.
    private const double Unit = 1 / (double)(1UL << 50) / (1UL << 50);

    // The squares of what such weights make would not; of this part of it they do.
    private const double Part = Unit * Unit * Unit * Unit * Unit;

    /// <summary>Computes the scores.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range, or a weight that counts is negative.</exception>
    public static EigenvectorResult Run(Subgraph graph, EigenvectorOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.AtLeast("maximumIterations", options.MaximumIterations, 1);
        AlgorithmParameter.AtLeast("tolerance", options.Tolerance, 0);
        if (options.Weighted)
        {
            AlgorithmParameter.HasNoNegativeWeight(graph);
        }

        run.Report(0);
        if (graph.NodeCount == 0)
        {
            return new EigenvectorResult([], 0, options.Tolerance > 0);
        }


        // What a node pulls comes over its relations from the other side.
        var rows = graph.Rows(options.Direction switch { Direction.Out => Direction.In, Direction.In => Direction.Out, _ => Direction.Any }, run.Cancellation);
        var weighted = options.Weighted && graph.IsWeighted;
        var (scores, next) = (new double[graph.NodeCount], new double[graph.NodeCount]);
        Array.Fill(scores, Unit / Math.Sqrt(graph.NodeCount));
        var (squares, changes) = (new double[AlgorithmRun.RangesOf(rows)], new double[AlgorithmRun.RangesOf(rows)]);
        var (iterations, converged) = (0, false);
        var scale = 1d;
        Action<int, int, int> pull = Pull;
        Action<int, int, int> measure = Measure;
        Action<int, int, int> normalize = Normalize;
        while (iterations < options.MaximumIterations && !converged)
        {
            run.ForRanges(rows, pull);
            var norm = Math.Sqrt(Total(squares));
            if (norm > double.MaxValue)
            {
                run.ForRanges(rows, measure);
                norm = Math.Sqrt(Total(squares)) / Part;
            }

            scale = norm > 0 ? 1 / norm : 1;
            run.ForRanges(rows, normalize);
            (scores, next) = (next, scores);
            iterations++;
            converged = Total(changes) / Unit < options.Tolerance;
            run.Report((double)iterations / options.MaximumIterations);
        }

        for (var node = 0; node < scores.Length; node++)
        {
            scores[node] /= Unit;
        }

        run.Report(1);
        return new EigenvectorResult(scores, iterations, converged);

        void Pull(int from, int to, int range)
        {
            var square = 0d;
            for (var node = from; node < to; node++)
            {
                var score = scores[node] + Sum(rows.Of(node), weighted ? rows.WeightsOf(node) : default, scores);
                square += score * score;
                next[node] = score;
            }

            squares[range] = square;
        }

        void Measure(int from, int to, int range)
        {
            var square = 0d;
            for (var node = from; node < to; node++)
            {
                square += next[node] * Part * (next[node] * Part);
            }

            squares[range] = square;
        }

        void Normalize(int from, int to, int range)
        {
            var change = 0d;
            for (var node = from; node < to; node++)
            {
                next[node] = next[node] * scale * Unit;
                change += Math.Abs(next[node] - scores[node]);
            }

            changes[range] = change;
        }
    }

    private static double Sum(ReadOnlySpan<int> sources, ReadOnlySpan<double> weights, double[] scores)
    {
        var sum = 0d;
        for (var i = 0; i < sources.Length; i++)
        {
            sum += weights.IsEmpty ? scores[sources[i]] : weights[i] * scores[sources[i]];
        }

        return sum;
    }

    private static double Total(double[] parts)
    {
        var total = 0d;
        foreach (var part in parts)
        {
            total += part;
        }

        return total;
    }
}
