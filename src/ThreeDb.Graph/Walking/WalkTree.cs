namespace ThreeDb.Graphs;

/// <summary>What a walk found, with a way to each. Owner: who made it; disposing it gives its memory back.</summary>
public sealed class WalkTree : IDisposable
{
    private readonly Walk _walk;
    private readonly HashSet<int> _found = [];

    private WalkTree(Walk walk) => _walk = walk;

    /// <summary>Steps taken.</summary>
    public int Depth => _walk.Depth;

    /// <summary>Whether a cap left something out.</summary>
    public bool Truncated => _walk.Truncated;

    /// <summary>The seqs that were found and their numbers of steps; the start is the first.</summary>
    public IReadOnlyList<(int Seq, int Depth)> Found { get; private set; } = [];

    /// <summary>Walks.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk.</param>
    public static WalkTree From(GraphView view, int start, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var tree = new WalkTree(new Walk(view, rules, new StepFilter(view, rules), tracked: true));
        try
        {
            tree._walk.Start(start);
            var found = new List<(int, int)> { (start, 0) };
            while (tree._walk.Depth < rules.Depth && tree._walk.Step())
            {
                foreach (var seq in tree._walk.Frontier)
                {
                    found.Add((seq, tree._walk.Depth));
                }
            }

            tree.Found = found;
            tree._found.UnionWith(found.Select(one => one.Item1));
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>A way of the fewest steps from the start; null for what was not found.</summary>
    public IReadOnlyList<int>? PathTo(int seq) => _found.Contains(seq) ? _walk.PathTo(seq) : null;

    /// <inheritdoc />
    public void Dispose() => _walk.Dispose();
}
