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
