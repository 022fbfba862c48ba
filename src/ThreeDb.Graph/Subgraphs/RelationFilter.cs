namespace ThreeDb.Graphs;

/// <summary>Which relations a selection wants, apart from their ends.</summary>
internal sealed class RelationFilter
{
    private readonly bool[]? _types;
    private readonly long? _time;
    private readonly RelationDetails _details;

    public RelationFilter(GraphView view, SubgraphSelection selection)
    {
        _types = TypeSet(selection.RelationTypes, view.Names.RelationTypes.Count);
        _time = view.Names.Details.HasTimes ? selection.Time : null;
        _details = view.Names.Details;
    }

    /// <summary>Whether every relation is wanted.</summary>
    public bool IsAll => _types is null && _time is null;

    /// <summary>Whether a relation is wanted.</summary>
    public bool Wants(Steps steps, int i) =>
        (_types is not { } types || (steps.Types[i] < types.Length && types[steps.Types[i]]))
        && (_time is not { } time || _details[steps.DetailOf(i)].HoldsAt(time));

    /// <summary>Numbers as a table; null for all.</summary>
    public static bool[]? TypeSet(ReadOnlySpan<int> numbers, int count)
    {
        if (numbers.IsEmpty)
        {
            return null;
        }

        var set = new bool[count];
        foreach (var number in numbers)
        {
            set[number] = number != 0;
        }

        return set;
    }
}
