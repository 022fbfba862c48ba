using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Testing;
using static ThreeDb.Graph.Tests.RowsAsTheyCome;

namespace ThreeDb.Graph.Tests;

public sealed class GraphDifferenceTests
{
    [Fact]
    public async Task Graph_after_random_rows_does_not_differ_from_one_loaded_afresh()
    {
        var rows = new RandomRows(new Random(TestSeed.Take()), 200);
        var model = new GraphModel();
        model.Take(rows.Next(500));
        var graph = model.Load(foldAbove: 60);
        for (var batch = 0; batch < 60; batch++)
        {
            var some = rows.Next(30);
            graph.Apply(some);
            model.Take(some);
            Assert.True(GraphDifference.Between(graph.Current, model.Load().Current).IsNone);
            Assert.True(GraphDifference.Between(model.Load().Current, graph.Current).IsNone);
        }

        await graph.Folding;
        Assert.True(GraphDifference.Between(graph.Current, model.Load().Current).IsNone);
    }

    [Fact]
    public void Random_differences_are_all_found_and_nothing_else()
    {
        var random = new Random(TestSeed.Take());
        for (var round = 0; round < 50; round++)
        {
            var rows = new RandomRows(random, 40);
            var before = new GraphModel();
            before.Take(rows.Next(200));
            var after = before.Copy();
            after.Take(rows.Next(round));
            var expected = before.Entities.Keys.Union(after.Entities.Keys).Where(seq => before.Entities.GetValueOrDefault(seq) != after.Entities.GetValueOrDefault(seq))
                .Select(seq => RowKey.Entity(seq))
                .Concat(before.Relations.Keys.Union(after.Relations.Keys).Where(key => before.Relations.GetValueOrDefault(key) != after.Relations.GetValueOrDefault(key)))
                .ToHashSet();
            foreach (var found in new[]
            {
                GraphDifference.Between(before.Load().Current, after.Load().Current, most: 1000),
                GraphDifference.Between(after.Load().Current, before.Load().Current, most: 1000),
            })
            {
                Assert.Equal(expected, found.Keys.ToHashSet());
                Assert.Equal((expected.Count(key => !key.IsRelation), expected.Count(key => key.IsRelation)), (found.Entities, found.Relations));
            }
        }
    }

    [Fact]
    public void List_is_bounded_and_the_count_is_not()
    {
        var model = new GraphModel();
        model.Take(new SourceRows([.. Enumerable.Range(1, 50).Select(seq => Live(seq, GraphModel.IdOf(seq)))], [.. Enumerable.Range(1, 50).Select(seq => Related(seq, 1))]));
        var difference = GraphDifference.Between(model.Load().Current, new GraphModel().Load().Current, most: 7);
        Assert.Equal((50L, 50L, 7), (difference.Entities, difference.Relations, difference.Keys.Count));
    }

    [Fact]
    public void Relation_that_only_its_target_knows_is_found()
    {
        var model = new GraphModel();
        model.Take(Rows(Related(1, 2), Related(2, 1)));
        var sound = model.Load().Current;
        var names = sound.Names;
        var broken = new GraphView(
            new GraphBase(new ushort[3], null, IdTable.Empty, sound.Base.Out, BaseSide.Group(3, [2, 2], [1, 2], [1, 1], [])),
            NodePages.Empty, new Dictionary<string, int>(), names, sound.Counts, 1);
        Assert.Equal(new HashSet<RowKey> { new(2, 1, "R", ""), new(2, 2, "R", "") }, GraphDifference.Between(sound, broken).Keys.ToHashSet());
    }

    [Fact]
    public void Empty_name_is_not_taken_for_none()
    {
        var (with, without) = (new GraphBuilder(new GraphNames()), new GraphBuilder(new GraphNames()));
        with.AddEntity(1, "t", "", "a");
        without.AddEntity(1, "t", null, "a");
        Assert.Equal(1, GraphDifference.Between(MemoryGraph.Of(with).Current, MemoryGraph.Of(without).Current).Entities);
    }

    [Fact]
    public void Cancelled_comparison_stops()
    {
        var view = new GraphModel().Load().Current;
        Assert.True(GraphDifference.Between(view, view).IsNone);
        var model = new GraphModel();
        model.Take(Rows(Live(1, GraphModel.IdOf(1))));
        Assert.ThrowsAny<OperationCanceledException>(() => GraphDifference.Between(model.Load().Current, view, cancellationToken: new CancellationToken(true)));
    }
}
