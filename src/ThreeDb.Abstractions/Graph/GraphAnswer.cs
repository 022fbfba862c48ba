namespace ThreeDb;

/// <summary>What every answer about relations may say beside what it found.</summary>
public abstract record GraphAnswer
{
    private protected GraphAnswer()
    {
    }

    /// <summary>What whoever asked may want to know, as sentences: a type that no relation has, a cap that was met. Null when there is nothing to say.</summary>
    public IReadOnlyList<string>? Notes { get; init; }
}

/// <summary>An answer that also says how it was found.</summary>
public abstract record ExplainedGraphAnswer : GraphAnswer
{
    private protected ExplainedGraphAnswer()
    {
    }

    /// <summary>How it was found, when asked for.</summary>
    public GraphExplanation? Explanation { get; init; }
}

/// <summary>How an answer about the graph was found.</summary>
/// <param name="Source"><c>memory</c> or <c>sql</c>.</param>
/// <param name="Why">Why it was not memory; null when it was.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record GraphExplanation(string Source, string? Why, double Milliseconds);

/// <summary>An entity in an answer about the graph.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Title">The text of its title field, or null.</param>
/// <param name="Depth">Steps from the start.</param>
/// <param name="Degree">How many relations it has, both ways and of the types followed.</param>
public sealed record GraphNode(string Id, string Type, string? Title, int Depth, long Degree);

/// <summary>A relation in an answer about the graph.</summary>
/// <param name="From">The id of the source.</param>
/// <param name="Type">The type.</param>
/// <param name="To">The id of the target.</param>
/// <param name="Key">The key, empty in most cases.</param>
/// <param name="Weight">The weight, 1 in most cases.</param>
public sealed record GraphEdge(string From, string Type, string To, string Key, double Weight = 1);
