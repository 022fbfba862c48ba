using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>What searches for paths must answer, found by trying everything.</summary>
public static class SlowPaths
{
    /// <summary>The lowest cost of ways of at most so many steps (Bellman-Ford).</summary>
    public static Dictionary<int, double> Costs(SlowWalk slow, int from, int depth)
    {
        var costs = new Dictionary<int, double> { [from] = 0 };
        for (var step = 0; step < depth; step++)
        {
            var next = new Dictionary<int, double>(costs);
            foreach (var (near, far, relation) in slow.Steps.Where(s => costs.ContainsKey(s.Near)))
            {
                next[far] = Math.Min(next.GetValueOrDefault(far, double.PositiveInfinity), costs[near] + relation.Weight);
            }

            if (next.Count == costs.Count && next.All(e => costs[e.Key] == e.Value))
            {
                break;
            }

            costs = next;
        }

        return costs;
    }

    /// <summary>The weight of the lightest relation between two.</summary>
    public static double Weight(SlowWalk slow, int near, int far) => slow.Steps.Where(s => (s.Near, s.Far) == (near, far)).Min(s => s.Relation.Weight);

    /// <summary>All paths that visit nothing twice, by their seqs.</summary>
    public static IEnumerable<List<int>> Simple(SlowWalk slow, int from, int to)
    {
        return Go([from]);

        IEnumerable<List<int>> Go(List<int> path)
        {
            if (path[^1] == to)
            {
                yield return path;
                yield break;
            }

            foreach (var longer in slow.Next[path[^1]].Distinct().Order().Where(next => !path.Contains(next)).SelectMany(next => Go([.. path, next])))
            {
                yield return longer;
            }
        }
    }

    /// <summary>All cycles through an entity whose others have no lower seq than the floor, the start again at the end; shortest first.</summary>
    public static IEnumerable<List<int>> Cycles(SlowWalk slow, Direction direction, int through, int floor)
    {
        var loops = slow.Steps.Any(s => (s.Near, s.Far) == (through, through)) ? new List<List<int>> { new() { through, through } } : [];
        return loops.Concat(Go([through])).OrderBy(cycle => cycle.Count).ThenBy(cycle => string.Join(' ', cycle.Select(seq => $"{seq:D9}")), StringComparer.Ordinal);

        IEnumerable<List<int>> Go(List<int> path)
        {
            foreach (var next in slow.Next[path[^1]].Distinct())
            {
                if (next == through && IsCycle(path))
                {
                    yield return [.. path, through];
                }

                if (next >= floor && !path.Contains(next))
                {
                    foreach (var cycle in Go([.. path, next]))
                    {
                        yield return cycle;
                    }
                }
            }
        }

        bool IsCycle(List<int> path) => direction != Direction.Any || (path.Count > 2 ? path[1] < path[^1] : slow.Next[path[0]].Count(next => next == path[1]) > 1);
    }
}
