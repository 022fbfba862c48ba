using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The names of properties that a graph has. It numbers them with 16 bits and, seen on 4.16.3, silently takes the 65,537th for the first.</summary>
/// <remarks>Names are never forgotten by the engine, only by building the graph anew. The one writer of a graph keeps count.</remarks>
internal sealed class KnownNames
{
    /// <summary>How many names 3db lets a graph have; the rest is room for those that people make.</summary>
    public const int Max = 60_000;

    private readonly HashSet<string> _names;

    private KnownNames(IEnumerable<string> names) => _names = [.. names];

    /// <summary>Reads the names of a graph.</summary>
    public static async Task<KnownNames> ReadAsync(FalkorDbGraph graph, CancellationToken cancellationToken)
    {
        var answer = await graph.ReadAsync("CALL db.propertyKeys()", cancellationToken).ConfigureAwait(false);
        return new KnownNames(answer is null ? [] : answer.Rows.ToArray().Select(row => CompactValue.Read(row.Items[0]).AsString));
    }

    /// <summary>Counts the names of a row in.</summary>
    /// <returns>Null, or why the row cannot be held.</returns>
    public string? Admit(GraphProperties properties)
    {
        var names = 0;
        foreach (var (name, _) in properties.Items)
        {
            names += _names.Contains(name) ? 0 : 1;
        }

        if (_names.Count + names > Max)
        {
            return $"It brings {names:N0} new names of properties, and the graph has {_names.Count:N0} already. FalkorDB confuses names beyond 65,535; 3db stops at {Max:N0}.";
        }

        foreach (var (name, _) in names == 0 ? [] : properties.Items)
        {
            _names.Add(name);
        }

        return null;
    }
}
