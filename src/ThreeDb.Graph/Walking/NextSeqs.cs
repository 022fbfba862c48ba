using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>Reads where one step leads.</summary>
internal static class NextSeqs
{
    /// <summary>The live entities that a step leads to, each once, ascending; the entity itself is not among them.</summary>
    /// <returns>How many relations were looked at.</returns>
    public static int Read(GraphView view, StepFilter filter, Direction direction, int seq, List<int> into)
    {
        into.Clear();
        var work = 0;
        if (direction != Direction.In)
        {
            work += Add(view, filter, view.Out(seq), seq, into);
        }

        if (direction != Direction.Out)
        {
            work += Add(view, filter, view.In(seq), seq, into);
        }

        into.Sort();
        var distinct = 0;
        var span = CollectionsMarshal.AsSpan(into);
        for (var i = 0; i < span.Length; i++)
        {
            if (i == 0 || span[i] != span[i - 1])
            {
                span[distinct++] = span[i];
            }
        }

        CollectionsMarshal.SetCount(into, distinct);
        return work;
    }

    private static int Add(GraphView view, StepFilter filter, in Steps steps, int seq, List<int> into)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps.Ends[i] != seq && filter.Takes(steps, i) && view.TypeOf(steps.Ends[i]) != 0)
            {
                into.Add(steps.Ends[i]);
            }
        }

        return steps.Count;
    }
}
