using System.Globalization;

namespace ThreeDb.Graphs;

/// <summary>The weights of relations where they are costs, and what to call a relation whose weight is refused.</summary>
public static class RelationWeights
{
    /// <summary>The weight of one of the relations of an entity.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: it is negative, or no number.</exception>
    internal static double Of(GraphView view, in Steps steps, int i, int seq, bool isOut)
    {
        var weight = steps.Details.IsEmpty ? 1 : view.Names.Details[steps.Details[i]].Weight;
        return weight >= 0 ? weight : throw Refusal(view, steps, i, seq, isOut, weight);
    }

    /// <summary>Refuses a search by weight where a relation that it may follow has a negative weight, whether the search would meet it or not.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: there is one.</exception>
    internal static void RefuseNegative(GraphView view, StepFilter filter, WalkRules rules)
    {
        if (view.Counts.Negative?.AnyOf(rules.Types) != true)
        {
            return;
        }

        // There is one of these types: looked for, because it is named, and because it may not hold at the time that is asked about.
        var pulse = new WalkPulse(rules.Cancellation);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            var steps = view.Out(seq);
            pulse.Add(steps.Count);
            for (var i = 0; i < steps.Count && !steps.Details.IsEmpty; i++)
            {
                pulse.At(i);
                if (view.Names.Details[steps.Details[i]].IsNegative && filter.Takes(steps, i))
                {
                    throw Refusal(view, steps, i, seq, isOut: true, view.Names.Details[steps.Details[i]].Weight);
                }
            }
        }
    }

    private static ThreeDbException Refusal(GraphView view, in Steps steps, int i, int seq, bool isOut, double weight)
    {
        var (source, target) = isOut ? (seq, steps.Ends[i]) : (steps.Ends[i], seq);
        return new ThreeDbException(ErrorCodes.InvalidParameter,
            $"{Named(view, source, target, steps.Types[i], steps.Details[i])} has the weight {weight.ToString(CultureInfo.InvariantCulture)}; a path by weight needs weights of 0 or more.",
            "Follow other types of relations, or ask for the path with the fewest steps.");
    }

    /// <summary>What to call a relation of a weight between two entities; null when there is none.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="source">The seq of its source.</param>
    /// <param name="target">The seq of its target.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="types">The numbers of the types that it may have; empty for all.</param>
    public static string? NameOf(GraphView view, int source, int target, double weight, ReadOnlySpan<int> types)
    {
        var steps = view.Out(source);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps.Ends[i] == target && (types.IsEmpty || types.Contains(steps.Types[i])) && view.Names.Details[steps.DetailOf(i)].Weight.Equals(weight))
            {
                return Named(view, source, target, steps.Types[i], steps.DetailOf(i));
            }
        }

        return null;
    }

    private static string Named(GraphView view, int source, int target, int type, int detail)
    {
        var key = view.Names.Details[detail].Key;
        return $"The relation '{view.Names.RelationTypes[type]}' from {Name(view, source)} to {Name(view, target)}{(key.Length == 0 ? "" : $" with the key '{key}'")}";
    }

    private static string Name(GraphView view, int seq) => view.IsLive(seq) ? $"'{view.IdOf(seq)}'" : "an entity that does not exist";
}
