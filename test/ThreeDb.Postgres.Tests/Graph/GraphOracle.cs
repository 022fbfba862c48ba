namespace ThreeDb.Postgres.Tests;

/// <summary>A graph in memory, walked slowly and obviously.</summary>
internal sealed class GraphOracle
{
    public HashSet<string> Live { get; } = [];

    public HashSet<GraphEdge> Edges { get; } = [];

    /// <summary>As a deletion does: the entity goes, and the relations that it has.</summary>
    public void Delete(string id)
    {
        Live.Remove(id);
        Edges.RemoveWhere(edge => edge.From == id || edge.To == id);
    }

    public IEnumerable<GraphEdge> Via(IReadOnlyList<string> via) => Edges.Where(edge => via.Count == 0 || via.Contains(edge.Type));

    /// <summary>The live entities one step away, the entity itself not among them.</summary>
    public HashSet<string> Step(string id, Direction direction, IReadOnlyList<string> via)
    {
        var found = new HashSet<string>();
        foreach (var edge in Via(via))
        {
            if (direction != Direction.In && edge.From == id)
            {
                found.Add(edge.To);
            }

            if (direction != Direction.Out && edge.To == id)
            {
                found.Add(edge.From);
            }
        }

        found.IntersectWith(Live);
        found.Remove(id);
        return found;
    }

    /// <summary>The steps to everything within a depth, the start included.</summary>
    public Dictionary<string, int> Depths(string start, Direction direction, IReadOnlyList<string> via, int depth)
    {
        var depths = new Dictionary<string, int> { [start] = 0 };
        for (var level = 0; level < depth; level++)
        {
            foreach (var id in depths.Where(pair => pair.Value == level).Select(pair => pair.Key).ToList())
            {
                foreach (var next in Step(id, direction, via))
                {
                    depths.TryAdd(next, level + 1);
                }
            }
        }

        return depths;
    }

    /// <summary>How many relations an entity has, to stubs and deleted ones too.</summary>
    public long Degree(string id, IReadOnlyList<string> via) => Via(via).Count(edge => edge.From == id || edge.To == id);
}
