using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Readers_see_each_version_from_both_ends_alike_while_a_writer_applies_and_folds()
    {
        var random = new Random(TestSeed.Take());
        var rows = new RandomRows(random, 400);
        var model = new GraphModel();
        model.Take(rows.Next(500));
        var graph = model.Load(foldAbove: 100);
        using var stop = new CancellationTokenSource();
        var seen = new int[2];
        var readers = Enumerable.Range(0, seen.Length).Select(reader => Task.Factory.StartNew(() =>
        {
            for (var last = 0L; !stop.IsCancellationRequested;)
            {
                var view = graph.Current;
                Assert.True(view.Version >= last);
                AssertBothEndsAgree(view);
                Interlocked.Add(ref seen[reader], view.Version == last ? 0 : 1);
                last = view.Version;
            }
        }, TaskCreationOptions.LongRunning)).ToList();
        for (var batch = 0; batch < 2000 || graph.Folds < 3 || (seen.Min() < 10 && !readers.Exists(reader => reader.IsCompleted)); batch++)
        {
            var some = rows.Next(random.Next(1, 60));
            graph.Apply(some);
            model.Take(some);
        }

        await graph.Folding;
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        model.AssertEquals(graph.Current, rows.SeqEnd);
    }

    private static void AssertBothEndsAgree(GraphView view)
    {
        var (entities, relations) = (0, 0);
        var fromSources = new HashSet<(int, int, int, int)>();
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            var steps = view.Out(seq);
            relations += steps.Count;
            for (var i = 0; i < steps.Count; i++)
            {
                Assert.True(fromSources.Add((seq, steps.Ends[i], steps.Types[i], steps.DetailOf(i))));
            }

            if (view.IsLive(seq))
            {
                entities++;
                Assert.Equal(seq, view.Find(view.IdOf(seq)));
            }
        }

        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            var steps = view.In(seq);
            for (var i = 0; i < steps.Count; i++)
            {
                Assert.True(fromSources.Remove((steps.Ends[i], seq, steps.Types[i], steps.DetailOf(i))));
            }
        }

        Assert.Empty(fromSources);
        Assert.Equal((view.Counts.Entities, view.Counts.Relations), (entities, relations));
    }
}
