using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>Reads where one step leads.</summary>
internal static class NextSeqs
{
    /// <summary>The live entities that a step leads to, each once, ascending; the entity itself is not among them.</summary>
    public static void Read(GraphView view, StepFilter filter, Direction direction, int seq, List<int> into, WalkPulse meter)
    {
        into.Clear();
        if (direction != Direction.In)
        {
            Add(view, filter, view.Out(seq), seq, into, meter);
        }

        if (direction != Direction.Out)
        {
            Add(view, filter, view.In(seq), seq, into, meter);
        }

        meter.Sort(into);
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
    }

    private static void Add(GraphView view, StepFilter filter, in Steps steps, int seq, List<int> into, WalkPulse meter)
    {
        meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            meter.At(i);
            if (steps.Ends[i] != seq && filter.Takes(steps, i) && view.TypeOf(steps.Ends[i]) != 0)
            {
                into.Add(steps.Ends[i]);
            }
        }
    }
}
