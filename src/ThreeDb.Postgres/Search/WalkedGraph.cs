namespace ThreeDb.Postgres;

/// <summary>What the graph leg of a query found.</summary>
/// <param name="Seqs">The entities.</param>
/// <param name="Depths">The number of steps to each, beside them.</param>
/// <param name="Visited">How many entities were visited, also those that are too near to count.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Note">What more there is to say: where it was walked, whether it was cut.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="PathTo">The entities on the way from the start to one that was found.</param>
public sealed record WalkedGraph(long[] Seqs, int[] Depths, int Visited, int Steps, string Note, double Milliseconds, Func<long, IReadOnlyList<long>?> PathTo);
