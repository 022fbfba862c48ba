namespace ThreeDb.Benchmarks;

/// <summary>When answers are the same.</summary>
internal static class GraphAnswers
{
    /// <summary>Of 1 at most, what ranks have to correlate with. Engines end after different numbers of iterations.</summary>
    private const double Correlation = 0.99;

    public static bool Equal(double ours, double theirs) => ours == theirs;

    /// <summary>Compares what algorithms say, before they are timed.</summary>
    /// <exception cref="InvalidOperationException">They say different things.</exception>
    public static async Task CompareAsync(GraphContestant ours, IEnumerable<GraphContestant> peers, CancellationToken cancellationToken)
    {
        var ranks = await ours.RanksAsync(cancellationToken);
        var components = await ours.AnswerAsync(GraphTask.Components, cancellationToken);
        foreach (var peer in peers)
        {
            var correlation = Pearson(ranks, await peer.RanksAsync(cancellationToken));
            if (!(correlation >= Correlation))
            {
                throw new InvalidOperationException($"The ranks of 3db and of {peer.Name} correlate by {correlation:N4} only.");
            }

            var others = await peer.AnswerAsync(GraphTask.Components, cancellationToken);
            if (others != components)
            {
                throw new InvalidOperationException($"3db finds {components:N0} components, {peer.Name} {others:N0}.");
            }
        }
    }

    private static double Pearson(double[] one, double[] other)
    {
        var (meanOne, meanOther) = (one.Average(), other.Average());
        var (product, squareOne, squareOther) = (0d, 0d, 0d);
        for (var i = 0; i < one.Length; i++)
        {
            var (a, b) = (one[i] - meanOne, other[i] - meanOther);
            product += a * b;
            squareOne += a * a;
            squareOther += b * b;
        }

        return product / Math.Sqrt(squareOne * squareOther);
    }
}
