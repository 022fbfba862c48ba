namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="LabelPropagation"/>.</summary>
public sealed class LabelPropagationOptions
{
    /// <summary>How often every node looks at its neighbours, from 1; it ends earlier when nothing changes any more. 10 by default.</summary>
    public int Iterations { get; init; } = 10;
}
