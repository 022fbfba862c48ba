namespace ThreeDb.Graphs;

/// <summary>A relation in an answer.</summary>
/// <param name="Source">The seq of its source.</param>
/// <param name="Target">The seq of its target.</param>
/// <param name="Type">The number of its type.</param>
/// <param name="Detail">The number of its details; see <see cref="RelationDetail"/>.</param>
public readonly record struct GraphLink(int Source, int Target, int Type, int Detail)
{
    /// <summary>Its key; empty in most cases.</summary>
    public string KeyIn(GraphView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Names.Details[Detail].Key;
    }

    /// <summary>Its weight.</summary>
    public double WeightIn(GraphView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Names.Details[Detail].Weight;
    }
}
