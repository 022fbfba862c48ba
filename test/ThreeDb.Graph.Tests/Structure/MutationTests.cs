using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

public sealed class MutationTests
{
    [Theory]
    [InlineData(12, 1, 8)]
    [InlineData(60, 5, 40)]
    [InlineData(700, 500, 400)]
    [InlineData(3000, 500, 4096)]
    public async Task Graph_under_random_rows_equals_plain_dictionaries(int seqs, int largestBatch, int foldAbove)
    {
        var random = new Random(TestSeed.Take());
        var rows = new RandomRows(random, seqs);
        var model = new GraphModel();
        for (var i = 0; i < seqs / 20; i++)
        {
            model.Take(rows.Next(20));
        }

        var graph = model.Load(foldAbove);
        var held = new Queue<(GraphView View, GraphModel Model)>();
        for (var batch = 0; batch < 400; batch++)
        {
            var some = rows.Next(random.Next(1, largestBatch + 1));
            graph.Apply(some);
            model.Take(some);
            if (batch % 7 == 0)
            {
                model.AssertEquals(graph.Current, rows.SeqEnd);
                held.Enqueue((graph.Current, model.Copy()));
            }

            if (held.Count > 12)
            {
                var (view, then) = held.Dequeue();
                then.AssertEquals(view, rows.SeqEnd);
            }

            if (batch % 97 == 0)
            {
                await graph.Folding;
            }
        }

        await graph.Folding;
        model.AssertEquals(graph.Current, rows.SeqEnd);
        foreach (var (view, then) in held)
        {
            then.AssertEquals(view, rows.SeqEnd);
        }

        Assert.True(foldAbove > seqs || graph.Folds > 1, $"{graph.Folds} folds");
        model.AssertEquals(model.Load().Current, rows.SeqEnd);
    }
}
