using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>A part that is handed over piece by piece is what a plain selection gives.</summary>
public sealed class WholePartTests
{
    [Fact]
    public void Part_of_a_random_graph_equals_a_plain_selection()
    {
        var random = new Random(TestSeed.Take());
        var rows = new RandomRows(random, 200);
        var model = new GraphModel();
        model.Take(rows.Next(1500));
        var graph = model.Load();
        for (var batch = 0; batch < 20; batch++)
        {
            var view = graph.Current;
            AssertSame(view, model, WholePart.Of(view, SubgraphSelection.All, new WalkRules()), [.. model.Entities.Keys.Order()], []);
            int[] typed = [.. model.Entities.Where(one => one.Value.Type == "person").Select(one => one.Key).Order()];
            AssertSame(view, model, WholePart.Of(view, SubgraphSelection.Of(view.Names, ["person"]), Rules(view, "KNOWS")), typed, ["KNOWS"]);

            var start = (int)model.Entities.Keys.ElementAt(random.Next(model.Entities.Count));
            var rules = Rules(view, "KNOWS", "CITES") with { Depth = 3, Direction = Direction.Out };
            var hops = KHop.Seqs(view, start, rules);
            var part = WholePart.Around(view, SubgraphSelection.All, start, rules);
            AssertSame(view, model, part, [.. Enumerable.Range(0, hops.DepthCount).SelectMany(depth => hops.At(depth).ToArray().Order())], ["KNOWS", "CITES"]);
            Assert.Equal(Enumerable.Range(0, hops.DepthCount).SelectMany(depth => Enumerable.Repeat(depth, hops.At(depth).Length)), Enumerable.Range(0, part.Seqs.Length).Select(place => part.Entity(place).Depth));
            var some = rows.Next(40);
            graph.Apply(some);
            model.Take(some);
        }
    }

    [Fact]
    public void Way_may_lead_through_what_is_not_chosen()
    {
        var builder = new GraphBuilder(new GraphNames());
        builder.AddEntity(1, "a", null, "one");
        builder.AddEntity(2, "b", null, "two");
        builder.AddEntity(3, "a", null, "three");
        builder.AddRelation(1, 2, builder.RelationType("R"), 0);
        builder.AddRelation(2, 3, builder.RelationType("R"), 0);
        var view = MemoryGraph.Of(builder).Current;
        var part = WholePart.Around(view, SubgraphSelection.Of(view.Names, ["a"]), 1, new WalkRules { Direction = Direction.Out, Depth = 2 });
        Assert.Equal([1, 3], part.Seqs.ToArray());
        Assert.Equal(new WalkedEntity(3, 2, 1), part.Entity(1));
        Assert.Empty(part.LinksFrom(1));
        Assert.Empty(WholePart.Around(view, SubgraphSelection.Of(view.Names, ["nothing"]), 1, new WalkRules()).Seqs.ToArray());
    }

    private static WalkRules Rules(GraphView view, params string[] types) => new() { Types = [.. types.Select(view.Names.RelationTypes.Find)] };

    private static void AssertSame(GraphView view, GraphModel model, WholePart part, int[] seqs, string[] types)
    {
        Assert.Equal(seqs, part.Seqs.ToArray());
        var chosen = seqs.Select(seq => (long)seq).ToHashSet();
        var expected = model.Relations.Keys
            .Where(key => chosen.Contains(key.Seq) && chosen.Contains(key.Target) && (types.Length == 0 || types.Contains(key.Type))).Select(key => (key.Seq, key.Type!, key.Target, key.Key!)).Order();
        Assert.Equal(expected, seqs.SelectMany(part.LinksFrom).Select(link => ((long)link.Source, view.Names.RelationTypes[link.Type], (long)link.Target, link.KeyIn(view))).Order());
    }
}
