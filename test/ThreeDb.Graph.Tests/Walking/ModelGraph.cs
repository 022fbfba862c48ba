using ThreeDb.Changes;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A graph as plain rows, and the same graph in memory: a part packed, a part applied on top, with stubs, deleted entities and deleted relations.</summary>
public sealed class ModelGraph
{
    private static readonly string[] Types = ["calls", "uses", "owns"];

    private ModelGraph(string name, HashSet<int> live, List<ModelRelation> relations, GraphView view)
    {
        Name = name;
        Live = live;
        Relations = relations;
        View = view;
    }

    public string Name { get; }

    public HashSet<int> Live { get; }

    public List<ModelRelation> Relations { get; }

    public GraphView View { get; }

    /// <summary>A few hundred graphs of every shape.</summary>
    public static IEnumerable<(ModelGraph Graph, Random Random)> Many()
    {
        var random = new Random(ThreeDb.Testing.TestSeed.Take());
        foreach (var shape in RandomGraphs.Of(random.Next()))
        {
            yield return (Of(shape, random), random);
        }
    }

    /// <summary>A few hundred graphs so small that all paths in them can be listed.</summary>
    public static IEnumerable<(ModelGraph Graph, Random Random)> Small()
    {
        var random = new Random(ThreeDb.Testing.TestSeed.Take());
        for (var round = 0; round < 300; round++)
        {
            var nodes = random.Next(1, 9);
            var shape = new NamedGraph($"small #{round}", GraphShapes.Random(random, nodes, random.Next(4 * nodes)));
            if (Of(shape, random) is { Live.Count: > 0 } graph)
            {
                yield return (graph, random);
            }
        }
    }

    /// <summary>A graph of a shape: node n has seq n + 1.</summary>
    public static ModelGraph Of(NamedGraph shape, Random random)
    {
        var relations = new Dictionary<(int, int, string, string), ModelRelation>();
        var timed = random.Next(3) == 0;
        for (var node = 0; node < shape.Graph.NodeCount; node++)
        {
            var targets = shape.Graph.Out.Of(node);
            for (var i = 0; i < targets.Length; i++)
            {
                var weight = shape.Graph.IsWeighted ? shape.Graph.Out.WeightsOf(node)[i] : random.Next(4) == 0 ? random.Next(0, 8) / 2d : 1;
                var relation = new ModelRelation(node + 1, targets[i] + 1, Types[random.Next(Types.Length)], "", weight);
                if (timed && random.Next(2) == 0)
                {
                    relation = relation with { From = random.Next(2) == 0 ? null : random.Next(50), To = random.Next(2) == 0 ? null : 50 + random.Next(50) };
                }

                for (var n = 0; !relations.TryAdd((relation.Source, relation.Target, relation.Type, relation.Key), relation); n++)
                {
                    relation = relation with { Key = n == 0 ? "\U0001F600" : n == 1 ? "\uFFFD" : $"k{n}" };
                }
            }
        }

        var dead = Enumerable.Range(1, shape.Graph.NodeCount).Where(_ => random.Next(10) == 0).ToHashSet();
        return Of(shape.Name, [.. Enumerable.Range(1, shape.Graph.NodeCount).Except(dead)], dead, [.. relations.Values], random);
    }

    /// <summary>A graph of given rows.</summary>
    public static ModelGraph Of(string name, HashSet<int> live, HashSet<int> dead, List<ModelRelation> relations, Random random)
    {
        var (entities, rows) = (new List<SourceEntity>(), new List<SourceRelation>());
        var builder = new GraphBuilder(new GraphNames());
        foreach (var seq in live.Order())
        {
            if (random.Next(5) == 0)
            {
                entities.Add(Row(seq, isLive: true));
            }
            else
            {
                builder.AddEntity(seq, "thing", null, $"e{seq}");
            }
        }

        foreach (var seq in dead.Where(_ => random.Next(2) == 0))
        {
            builder.AddEntity(seq, "thing", null, $"e{seq}");
            entities.Add(Row(seq, isLive: false));
        }

        foreach (var relation in relations)
        {
            if (random.Next(3) == 0)
            {
                rows.Add(relation.Row(isLive: true));
            }
            else
            {
                relation.AddTo(builder);
            }

            if (random.Next(6) == 0)
            {
                var gone = relation with { Key = "gone" };
                gone.AddTo(builder);
                rows.Add(gone.Row(isLive: false));
            }
        }

        var graph = MemoryGraph.Of(builder, int.MaxValue);
        graph.Apply(new SourceRows(entities, rows));
        return new ModelGraph(name, live, relations, graph.Current);
    }

    /// <summary>A live entity; 0 when nothing lives.</summary>
    public int Pick(Random random) => Live.Count == 0 ? 0 : Live.Order().ElementAt(random.Next(Live.Count));

    /// <summary>Any direction, some types or all, any time or one.</summary>
    public WalkRules AnyRules(Random random) => new()
    {
        Direction = (Direction)random.Next(3),
        Types = random.Next(6) switch
        {
            0 => [View.Names.RelationTypes.Find("calls")],
            1 => [View.Names.RelationTypes.Find("uses"), View.Names.RelationTypes.Find("owns"), View.Names.RelationTypes.Find("unknown")],
            2 => random.Next(4) == 0 ? [View.Names.RelationTypes.Find("unknown"), 1_000_000, -1] : [],
            _ => [],
        },
        At = random.Next(3) == 0 ? random.Next(100) : null,
        Depth = random.Next(7) switch { 0 => 0, 1 => 1, 2 => 2, 3 => 3, 4 => 5, 5 => 20, _ => 1_000_000_000 },
    };

    public override string ToString() => Name;

    private static SourceEntity Row(int seq, bool isLive) => new() { Seq = seq, Id = $"e{seq}", IsLive = isLive, Type = isLive ? "thing" : null, Version = 1 };
}
