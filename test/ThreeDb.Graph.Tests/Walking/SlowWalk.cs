using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>What walks must answer, found in the plain rows.</summary>
public sealed class SlowWalk
{
    private readonly ModelGraph _graph;
    private readonly WalkRules _rules;

    public SlowWalk(ModelGraph graph, WalkRules rules)
    {
        (_graph, _rules) = (graph, rules);
        Followed = [.. graph.Relations.Where(r => (rules.Types.Count == 0 || rules.Types.Contains(graph.View.Names.RelationTypes.Find(r.Type))) && (rules.At is not { } at || r.HoldsAt(at)))];
        var living = Followed.Where(r => graph.Live.Contains(r.Source) && graph.Live.Contains(r.Target)).ToList();
        Steps = [.. (rules.Direction != Direction.In ? living.Select(r => (Near: r.Source, Far: r.Target, Relation: r)) : [])
            .Concat(rules.Direction != Direction.Out ? living.Select(r => (Near: r.Target, Far: r.Source, Relation: r)) : [])];
        Next = Steps.Where(step => step.Near != step.Far).ToLookup(step => step.Near, step => step.Far);
    }

    /// <summary>The relations of the types followed, those with stubs among them.</summary>
    public List<ModelRelation> Followed { get; }

    /// <summary>The steps between live entities that a walk may take, self-loops among them.</summary>
    public List<(int Near, int Far, ModelRelation Relation)> Steps { get; }

    /// <summary>The entities that a step leads to; parallel relations repeat.</summary>
    public ILookup<int, int> Next { get; }

    /// <summary>Steps from the nearest of the starts, within the depth.</summary>
    public Dictionary<int, int> Distances(IEnumerable<int> starts, Func<int, bool>? allowed = null, int? depth = null)
    {
        var distances = starts.Distinct().ToDictionary(start => start, _ => 0);
        var queue = new Queue<int>(distances.Keys);
        while (queue.TryDequeue(out var seq))
        {
            foreach (var next in Next[seq].Where(next => distances[seq] < (depth ?? _rules.Depth) && (allowed?.Invoke(next) ?? true) && !distances.ContainsKey(next)).Distinct())
            {
                distances[next] = distances[seq] + 1;
                queue.Enqueue(next);
            }
        }

        return distances;
    }

    public int DegreeOf(int seq) => Followed.Count(r => r.Source == seq || r.Target == seq);

    public IEnumerable<int> MostConnected(IEnumerable<int> seqs) => seqs.OrderByDescending(DegreeOf).ThenBy(seq => seq);

    /// <summary>In the order of the table of relations.</summary>
    public static IEnumerable<ModelRelation> Ordered(IEnumerable<ModelRelation> relations) => relations
        .OrderBy(r => r.Source).ThenBy(r => Bytes(r.Type), StringComparer.Ordinal).ThenBy(r => r.Target).ThenBy(r => Bytes(r.Key), StringComparer.Ordinal);

    public static string Show(IEnumerable<ModelRelation> relations) => string.Join('\n', relations.Select(r => $"{r.Source} {r.Type} {r.Target} {r.Key} {r.Weight}"));

    public string ShowLinks(IEnumerable<GraphLink> links) =>
        string.Join('\n', links.Select(l => $"{l.Source} {_graph.View.Names.RelationTypes[l.Type]} {l.Target} {l.KeyIn(_graph.View)} {l.WeightIn(_graph.View)}"));

    private static string Bytes(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));
}
