namespace ThreeDb.Graphs;

/// <summary>Which entities a selection wants.</summary>
internal readonly struct EntityFilter(GraphView view, SubgraphSelection selection)
{
    private readonly bool[]? _types = RelationFilter.TypeSet(selection.EntityTypes, view.Names.EntityTypes.Count);

    /// <summary>Whether a seq is alive and wanted.</summary>
    public bool Wants(int seq)
    {
        var type = view.TypeOf(seq);
        return type != 0 && (_types is null || (type < _types.Length && _types[type])) && (selection.Project is not { } project || view.ProjectOf(seq) == project);
    }
}
