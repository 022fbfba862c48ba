namespace ThreeDb;

/// <summary>How far questions about the graph go unless they say otherwise.</summary>
public static class TraversalDefaults
{
    /// <summary>Steps of a network.</summary>
    public const int NetworkDepth = 2;

    /// <summary>Steps of a path.</summary>
    public const int PathDepth = 20;

    /// <summary>Steps of an impact.</summary>
    public const int ImpactDepth = 100;
}
