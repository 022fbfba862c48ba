using System.Globalization;

namespace ThreeDb.Graphs;

/// <summary>A relation has a weight that an algorithm cannot take. Code <c>TDB1017</c>.</summary>
/// <param name="from">The node that the relation leads from.</param>
/// <param name="to">The node that it leads to.</param>
/// <param name="weight">Its weight.</param>
/// <param name="taken">Which weights the algorithm takes.</param>
public sealed class WeightException(int from, int to, double weight, string taken) : ThreeDbException(
    ErrorCodes.InvalidParameter, Sentence($"A relation from node {from} to node {to}", weight, taken), Remedy, [new FieldError("/weighted", $"this algorithm takes {taken} only")])
{
    private const string Remedy = "Choose relations of other types, or leave weights out.";

    /// <summary>The node that the relation leads from.</summary>
    public int From => from;

    /// <summary>The node that it leads to.</summary>
    public int To => to;

    /// <summary>Its weight.</summary>
    public double Weight => weight;

    /// <summary>The same failure, with the relation named as people know it.</summary>
    /// <param name="relation">What to call the relation.</param>
    public ThreeDbException Named(string relation) => new(Code, Sentence(relation, weight, taken), Hint, Errors, this);

    private static string Sentence(string relation, double weight, string taken) =>
        $"{relation} has the weight {weight.ToString(CultureInfo.InvariantCulture)}; this algorithm takes {taken} only.";
}
