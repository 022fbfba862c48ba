using System.Numerics;

namespace ThreeDb.Graphs;

/// <summary>A step of a walk taken from its other side (Beamer, Asanović, Patterson 2012): what was not visited looks back for something that was, and stops at the first. Cheaper where the walk has come to much of the graph.</summary>
internal static class StepBack
{
    private const int Samples = 512;

    /// <summary>Whether this step costs less so. An estimate: the relations of the frontier against those that the others look at until they find it.</summary>
    public static bool IsCheaper(GraphView view, Direction direction, ReadOnlySpan<int> frontier, int visited)
    {
        if (frontier.Length < view.SeqEnd >> 7)
        {
            return false;
        }

        var all = (direction == Direction.Any ? 2L : 1L) * view.Counts.Relations;
        var ahead = 0L;
        var stride = 1 + (frontier.Length / Samples);
        for (var i = 0; i < frontier.Length; i += stride)
        {
            var relations = (direction != Direction.In ? view.OutEnds(frontier[i]).Length : 0) + (direction != Direction.Out ? view.InEnds(frontier[i]).Length : 0);
            ahead += stride * (long)relations;
        }

        var perEntity = (double)all / view.SeqEnd;
        var looks = Math.Min(perEntity, (double)all / Math.Max(1, ahead));
        return ahead > (2 * looks * (view.SeqEnd - visited)) + (view.SeqEnd >> 4);
    }

    /// <summary>Takes the step.</summary>
    /// <returns>How many entities are visited then.</returns>
    public static int Take(GraphView view, Direction direction, StepFilter filter, WalkScratch scratch, WalkPulse meter, int floor, int visited, int aside)
    {
        // What an entity that was not visited can see of those that were is the last step: all before it were gone on from.
        var (seen, before, order) = (scratch.Seen, scratch.Front, scratch.Order);
        var words = ((view.SeqEnd - 1) >> 6) + 1;
        seen.AsSpan(0, words).CopyTo(before);
        foreach (var seq in order.AsSpan(order.Length - aside))
        {
            before[seq >> 6] &= ~(1UL << seq);
        }

        var found = visited;
        for (var word = 0; word < words; word++)
        {
            meter.Add(8);
            for (var unseen = ~seen[word]; unseen != 0; unseen &= unseen - 1)
            {
                var seq = (word << 6) + BitOperations.TrailingZeroCount(unseen);
                if (seq >= view.SeqEnd)
                {
                    break;
                }

                if (view.TypeOf(seq) != 0 && seq >= floor && Sees(view, direction, filter, seq, before, meter))
                {
                    order[found++] = seq;
                    seen[word] |= 1UL << seq;
                }
            }
        }

        return found;
    }

    private static bool Sees(GraphView view, Direction direction, StepFilter filter, int seq, ulong[] before, WalkPulse meter)
    {
        if (!filter.TakesAll)
        {
            return (direction != Direction.Out && Sees(view.Out(seq), filter, before, meter)) || (direction != Direction.In && Sees(view.In(seq), filter, before, meter));
        }

        return (direction != Direction.Out && Sees(view.OutEnds(seq), before, meter)) || (direction != Direction.In && Sees(view.InEnds(seq), before, meter));
    }

    private static bool Sees(ReadOnlySpan<int> ends, ulong[] before, WalkPulse meter)
    {
        meter.Add(4);
        for (var i = 0; i < ends.Length; i++)
        {
            meter.At(i);
            var end = ends[i];
            if ((before[end >> 6] & (1UL << end)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Sees(in Steps steps, StepFilter filter, ulong[] before, WalkPulse meter)
    {
        meter.Add(4);
        for (var i = 0; i < steps.Count; i++)
        {
            meter.At(i);
            if ((before[steps.Ends[i] >> 6] & (1UL << steps.Ends[i])) != 0 && filter.Takes(steps, i))
            {
                return true;
            }
        }

        return false;
    }
}
