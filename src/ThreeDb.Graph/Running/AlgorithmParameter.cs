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
    public static void HasNoNegativeWeight(Subgraph graph)
    {
        foreach (var weight in graph.Out.Weights)
        {
            if (!(weight >= 0 && weight <= double.MaxValue))
            {
                throw Fault("weight", $"{weight} stands on a relation, and this algorithm takes finite weights from 0 only");
            }
        }
    }

    /// <summary>Refuses weights of 0, those below, and those that are not finite.</summary>
    public static void HasPositiveWeights(Subgraph graph)
    {
        foreach (var weight in graph.Out.Weights)
        {
            if (!(weight > 0 && weight <= double.MaxValue))
            {
                throw Fault("weight", $"{weight} stands on a relation, and this algorithm takes finite weights above 0 only");
            }
        }
    }

    /// <summary>Refuses weights that are not finite.</summary>
    public static void HasFiniteWeights(Subgraph graph)
    {
        foreach (var weight in graph.Out.Weights)
        {
            if (!double.IsFinite(weight))
            {
                throw Fault("weight", $"{weight} stands on a relation, and this algorithm takes finite weights only");
            }
        }
    }

    private static ThreeDbException Fault(string name, string detail) =>
        new(ErrorCodes.InvalidParameter, $"The parameter '{name}' is not acceptable: {detail}.", errors: [new FieldError(name, detail)]);
}
