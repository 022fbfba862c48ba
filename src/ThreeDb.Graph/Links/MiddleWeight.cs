namespace ThreeDb.Graphs;

/// <summary>What a node in the middle of two steps counts.</summary>
internal static class MiddleWeight
{
    public static double One(int middle) => 1;

    /// <summary>1 / ln(number of neighbours).</summary>
    public static Func<int, double> InverseLogDegree(Adjacency degrees) => middle => InverseLog(SimpleAdjacency.Degree(degrees, middle));

    /// <summary>1 / number of neighbours.</summary>
    public static Func<int, double> InverseDegree(Adjacency degrees) => middle => Inverse(SimpleAdjacency.Degree(degrees, middle));

    /// <summary>The same, worked out once for all nodes: a whole graph asks again and again, and a node may have many neighbours.</summary>
    public static Func<int, double> Noted(Func<int, double> weigh, Adjacency degrees, CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var weights = new double[degrees.NodeCount];
        for (var middle = 0; middle < weights.Length; middle++)
        {
            pulse.Add(degrees.Degree(middle));
            weights[middle] = weigh(middle);
        }

        return middle => weights[middle];
    }

    // Two different nodes are neighbours of every middle that counts, so its degree is at least 2.
    private static double InverseLog(int degree) => 1 / Math.Log(Math.Max(2, degree));

    private static double Inverse(int degree) => 1d / Math.Max(2, degree);
}
