namespace ThreeDb.Graphs;

/// <summary>Which relations a walk follows.</summary>
public sealed class StepFilter
{
    private readonly byte[]? _types;
    private readonly RelationDetails? _timed;
    private readonly long _at;

    /// <summary>Makes a filter for a version of a graph.</summary>
    public StepFilter(GraphView view, WalkRules rules)
    {
        Cancellation = rules.Cancellation;
        if (rules.Types.Count > 0)
        {
            // No relation of this view has a type that is named later.
            _types = new byte[view.Names.RelationTypes.Count];
            foreach (var type in rules.Types)
            {
                if ((uint)type < (uint)_types.Length)
                {
                    _types[type] = 1;
                }
            }
        }

        if (rules.At is { } at && view.Names.Details.HasTimes)
        {
            (_timed, _at) = (view.Names.Details, at);
        }
    }

    /// <summary>Stops whatever looks through relations with this.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>Whether every relation is followed.</summary>
    public bool TakesAll => _types is null && _timed is null;

    /// <summary>1 for each type that is followed, by its number, where only types are asked for; else null.</summary>
    public byte[]? TypesAlone => _timed is null ? _types : null;

    /// <summary>Whether a relation is followed.</summary>
    public bool Takes(in Steps steps, int i) =>
        (_types is null || _types[steps.Types[i]] != 0)
        && (_timed is null || steps.Details.IsEmpty || _timed[steps.Details[i]].HoldsAt(_at));

    /// <summary>How many relations an entity has, both ways; a self-loop counts once.</summary>
    public int DegreeOf(GraphView view, int seq)
    {
        var outgoing = view.Out(seq);
        var incoming = view.In(seq);
        if (TakesAll)
        {
            return outgoing.Count + incoming.Count - incoming.Ends.Count(seq);
        }

        var degree = 0;
        for (var i = 0; i < outgoing.Count; i++)
        {
            degree += Takes(outgoing, i) ? 1 : 0;
        }

        for (var i = 0; i < incoming.Count; i++)
        {
            degree += incoming.Ends[i] != seq && Takes(incoming, i) ? 1 : 0;
        }

        return degree;
    }
}
