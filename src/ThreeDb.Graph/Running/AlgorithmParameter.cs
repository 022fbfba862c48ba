namespace ThreeDb.Graphs;

/// <summary>Checks of what an algorithm is asked to do. Each fault is a <see cref="ThreeDbException"/> (TDB1017) with name, value and allowed range.</summary>
internal static class AlgorithmParameter
{
    public static void InRange(string name, double value, double from, double to)
    {
        if (!(value >= from && value <= to))
        {
            throw Fault(name, $"{value} is not in the range {from} to {to}");
        }
    }

    public static void AtLeast(string name, double value, double from)
    {
        if (!(value >= from))
        {
            throw Fault(name, $"{value} is less than {from}");
        }
    }

    public static void IsNode(string name, int node, Subgraph graph)
    {
        if ((uint)node >= (uint)graph.NodeCount)
        {
            throw Fault(name, $"{node} is no node; the graph has {graph.NodeCount}");
        }
    }

    /// <summary>Refuses weights below 0 and those that are not finite.</summary>
    public static void HasNoNegativeWeight(Subgraph graph) => Check(graph, static weight => weight >= 0 && weight <= double.MaxValue, "finite weights of 0 or more");

    /// <summary>Refuses weights of 0, those below, and those that are not finite.</summary>
    public static void HasPositiveWeights(Subgraph graph) => Check(graph, static weight => weight > 0 && weight <= double.MaxValue, "finite weights above 0");

    /// <summary>Refuses weights that are not finite.</summary>
    public static void HasFiniteWeights(Subgraph graph) => Check(graph, double.IsFinite, "finite weights");

    private static void Check(Subgraph graph, Func<double, bool> isTaken, string taken)
    {
        var weights = graph.Out.Weights;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!isTaken(weights[i]))
            {
                throw new WeightException(graph.Out.SourceOf(i), graph.Out.Targets[i], weights[i], taken);
            }
        }
    }

    private static ThreeDbException Fault(string name, string detail) =>
        new(ErrorCodes.InvalidParameter, $"The parameter '{name}' is not acceptable: {detail}.", errors: [new FieldError(name, detail)]);
}
