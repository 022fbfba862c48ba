using System.Globalization;

namespace ThreeDb.Graphs;

/// <summary>The weights of relations where they are costs.</summary>
internal static class RelationWeights
{
    /// <summary>The weight of one of the relations of an entity.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: it is negative, or no number.</exception>
    public static double Of(GraphView view, in Steps steps, int i, int seq, bool isOut)
    {
        var weight = steps.Details.IsEmpty ? 1 : view.Names.Details[steps.Details[i]].Weight;
        return weight >= 0 ? weight : throw Refusal(view, steps, i, seq, isOut, weight);
    }

    /// <summary>Refuses a search by weight where a relation that it may follow has a negative weight, whether the search would meet it or not.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: there is one.</exception>
    public static void RefuseNegative(GraphView view, StepFilter filter, WalkRules rules)
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
        var key = view.Names.Details[steps.Details[i]].Key;
        return new ThreeDbException(ErrorCodes.InvalidParameter,
            $"The relation '{view.Names.RelationTypes[steps.Types[i]]}' from {Name(view, source)} to {Name(view, target)}{(key.Length == 0 ? "" : $" with the key '{key}'")} has the weight {weight.ToString(CultureInfo.InvariantCulture)}; a path by weight needs weights of 0 or more.",
            "Follow other types of relations, or ask for the path with the fewest steps.");
    }

    private static string Name(GraphView view, int seq) => view.IsLive(seq) ? $"'{view.IdOf(seq)}'" : "an entity that does not exist";
}
