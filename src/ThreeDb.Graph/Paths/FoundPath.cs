namespace ThreeDb.Graphs;

/// <summary>A path.</summary>
/// <param name="Seqs">The entities from start to end.</param>
/// <param name="Links">One relation for each step, in order.</param>
/// <param name="Cost">The sum of the weights where they count, else the number of steps.</param>
public sealed record FoundPath(IReadOnlyList<int> Seqs, IReadOnlyList<GraphLink> Links, double Cost);

/// <summary>The answer to the question for one path.</summary>
/// <param name="Path">The path; null when there is none.</param>
/// <param name="Truncated">Whether a cap stopped the search before the end, so that there may be one.</param>
public sealed record PathAnswer(FoundPath? Path, bool Truncated);

/// <summary>The answer to the question for several paths.</summary>
/// <param name="Paths">The paths, best first.</param>
/// <param name="Truncated">Whether there may be more: the number of paths or a cap left some out.</param>
public sealed record PathList(IReadOnlyList<FoundPath> Paths, bool Truncated);
