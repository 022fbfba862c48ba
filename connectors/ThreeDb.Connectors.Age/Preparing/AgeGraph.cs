using System.Globalization;

namespace ThreeDb.Connectors.Age;

/// <summary>A label of a graph: the table of one entity type or of one relation type.</summary>
/// <param name="Type">The type; empty for stubs.</param>
/// <param name="Name">The label.</param>
/// <param name="Id">AGE's number of it: the upper 16 bits of the graphids in its table.</param>
/// <param name="IsEdge">Whether it is one of relations.</param>
/// <param name="Sequence">The sequence that numbers its rows, as SQL names it.</param>
/// <param name="IsForeign">Whether somebody else made it: then it lacks the indexes that writing needs.</param>
internal sealed record AgeLabel(string Type, string Name, int Id, bool IsEdge, string Sequence, bool IsForeign);

/// <summary>A graph and its labels, as one transaction sees them.</summary>
/// <remarks>
/// The graphid of an entity is its label's id in the upper 16 bits and its seq in the lower 48: so the place of a node in
/// the graph follows from <c>node_N(seq, label_id)</c> alone.
/// </remarks>
internal sealed class AgeGraph(string name, int number)
{
    private readonly Dictionary<string, AgeLabel> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgeLabel> _edges = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Its name, which is also that of its schema.</summary>
    public string Name => name;

    /// <summary>Its number in <c>threedb_age.graph</c>.</summary>
    public int Number => number;

    /// <summary>The table that says which label a seq has.</summary>
    public string NodeTable { get; } = string.Create(CultureInfo.InvariantCulture, $"threedb_age.node_{number}");

    /// <summary>The labels of nodes, that of stubs included.</summary>
    public IReadOnlyCollection<AgeLabel> Nodes => _nodes.Values;

    /// <summary>The labels of relations.</summary>
    public IReadOnlyCollection<AgeLabel> Edges => _edges.Values;

    /// <summary>The label of stubs.</summary>
    public AgeLabel Stub => _nodes[""];

    public void Add(AgeLabel label)
    {
        (label.IsEdge ? _edges : _nodes)[label.Type] = label;
        _names.Add(label.Name);
    }

    public bool IsTaken(string label) => _names.Contains(label);

    public AgeLabel? Find(bool edge, string type) => (edge ? _edges : _nodes).GetValueOrDefault(type);

    /// <summary>A label's table, as SQL names it.</summary>
    public string Table(AgeLabel label) => Table(label.Name);

    /// <summary>A table of the graph's schema, as SQL names it.</summary>
    public string Table(string table) => $"{AgeSql.Quoted(name)}.{AgeSql.Quoted(table)}";
}
