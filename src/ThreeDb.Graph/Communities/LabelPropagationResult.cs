namespace ThreeDb.Graphs;

/// <summary>Communities by label propagation.</summary>
/// <param name="Communities">The community of each node, numbered from the largest; of equal ones that with the smallest node is first.</param>
/// <param name="Labels">The label of each node as Graphalytics has it: the node where it began, which need not be a member any more.</param>
/// <param name="Iterations">How often the nodes looked at their neighbours.</param>
/// <param name="HasConverged">Whether another iteration would change nothing.</param>
public sealed record LabelPropagationResult(Partition Communities, ReadOnlyMemory<int> Labels, int Iterations, bool HasConverged);
