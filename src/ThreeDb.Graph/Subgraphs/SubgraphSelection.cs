namespace ThreeDb.Graphs;

/// <summary>Which part of a graph an algorithm works on, in numbers of that graph's names. Equal when it chooses the same.</summary>
public sealed class SubgraphSelection : IEquatable<SubgraphSelection>
{
    private readonly int[] _entityTypes;
    private readonly int[] _relationTypes;

    private SubgraphSelection(int[] entityTypes, int[] relationTypes, int? project, long? time)
    {
        _entityTypes = entityTypes;
        _relationTypes = relationTypes;
        Project = project;
        Time = time;
    }

    /// <summary>All live entities and all relations among them.</summary>
    public static SubgraphSelection All { get; } = new([], [], null, null);

    /// <summary>The numbers of the types of entities, ascending; empty for all. 0 among them chooses nothing.</summary>
    public ReadOnlySpan<int> EntityTypes => _entityTypes;

    /// <summary>The numbers of the types of relations, ascending; empty for all. 0 among them chooses nothing.</summary>
    public ReadOnlySpan<int> RelationTypes => _relationTypes;

    /// <summary>The number of the project; null for all entities, -1 for a project that the graph does not know: it chooses nothing.</summary>
    public int? Project { get; }

    /// <summary>The time at which relations have to hold, in microseconds since 1970; null for all relations, whatever their time.</summary>
    public long? Time { get; }

    /// <summary>A selection by names. A name that the graph does not know chooses nothing.</summary>
    /// <param name="names">The names of the graph.</param>
    /// <param name="entityTypes">Types of entities; null or empty for all.</param>
    /// <param name="relationTypes">Types of relations; null or empty for all.</param>
    /// <param name="project">The project; null for all entities.</param>
    /// <param name="time">When relations have to hold; null for all relations.</param>
    public static SubgraphSelection Of(
        GraphNames names, IReadOnlyList<string>? entityTypes = null, IReadOnlyList<string>? relationTypes = null, string? project = null, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new SubgraphSelection(
            Numbers(names.EntityTypes, entityTypes),
            Numbers(names.RelationTypes, relationTypes),
            project is null ? null : names.Projects.Find(project) is var number and not 0 ? number : -1,
            GraphTime.Micros(time));
    }

    /// <inheritdoc />
    public bool Equals(SubgraphSelection? other) =>
        other is not null && Project == other.Project && Time == other.Time && EntityTypes.SequenceEqual(other.EntityTypes) && RelationTypes.SequenceEqual(other.RelationTypes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SubgraphSelection);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Project);
        hash.Add(Time);
        hash.Add(_entityTypes.Length);
        foreach (var type in _entityTypes)
        {
            hash.Add(type);
        }

        foreach (var type in _relationTypes)
        {
            hash.Add(type);
        }

        return hash.ToHashCode();
    }

    private static int[] Numbers(NameTable table, IReadOnlyList<string>? names) => names is null ? [] : [.. names.Select(table.Find).Distinct().Order()];
}
