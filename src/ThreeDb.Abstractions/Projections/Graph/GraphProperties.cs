using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Projections.Graph;

/// <summary>The properties of a node or a relation, as every graph engine gets them.</summary>
/// <remarks>
/// <para>The rule: null → absent; true, false, text as they are; whole numbers within ±2^63 → integer (also <c>1.0</c> and <c>1e3</c>); other
/// numbers → float where its shortest form is that very number, else the text of the number (10^400, 0.1000000000000000055); arrays of one
/// kind of scalar → array, integers among floats as floats; arrays with null, with objects or with a number that is text → JSON text; mixed, nested and
/// empty arrays → array where the <see cref="GraphDialect"/> can, else JSON text; objects → JSON text, without blanks.</para>
/// <para>3db's own: <c>_seq</c>, <c>_id</c>, <c>_type</c>, <c>_project</c>, <c>_version</c> of nodes; <c>_key</c>, <c>_version</c>, <c>_weight</c>, <c>_from</c>,
/// <c>_to</c> (times as RFC 3339 text in UTC) of relations. A field whose name begins with <c>_</c> gets one more <c>_</c> in front, so that the two never meet.</para>
/// </remarks>
public sealed class GraphProperties
{
    private readonly KeyValuePair<string, GraphValue>[] _items;

    private GraphProperties(string label, KeyValuePair<string, GraphValue>[] items)
    {
        Label = label;
        _items = items;
    }

    /// <summary>The entity's type, or the relation's.</summary>
    public string Label { get; }

    /// <summary>The properties that are not absent: 3db's own, then those of the fields in their order. Names are distinct.</summary>
    public ReadOnlySpan<KeyValuePair<string, GraphValue>> Items => _items;

    /// <summary>The hash of the row (<see cref="RowHash"/>).</summary>
    public ulong Hash => RowHash.Of(Label, _items);

    /// <summary>The properties of a node.</summary>
    /// <exception cref="ProjectionRejectedException">The engine cannot hold it.</exception>
    public static GraphProperties Of(ProjectedEntity entity, GraphDialect dialect) =>
        TryOf(entity, dialect, out var properties) is { } reason ? throw new ProjectionRejectedException([(entity.RowKey, reason)]) : properties;

    /// <summary>The properties of a relation.</summary>
    /// <exception cref="ProjectionRejectedException">The engine cannot hold it.</exception>
    public static GraphProperties Of(ProjectedRelation relation, GraphDialect dialect) =>
        TryOf(relation, dialect, out var properties) is { } reason ? throw new ProjectionRejectedException([(relation.RowKey, reason)]) : properties;

    /// <summary>The properties of a live entity.</summary>
    /// <returns>Null, or why the engine cannot hold it.</returns>
    public static string? TryOf(ProjectedEntity entity, GraphDialect dialect, out GraphProperties properties)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(dialect);
        var draft = new GraphPropertiesDraft(dialect, entity.Fields.Count + 5);
        draft.Label("label", entity.Type);
        draft.Own(dialect.KeyProperty, GraphValue.Of(entity.Seq));
        draft.Own("_id", GraphValue.Of(entity.Id));
        draft.Own("_type", GraphValue.Of(entity.Type));
        draft.Own("_project", entity.Project is null ? default : GraphValue.Of(entity.Project));
        draft.Own("_version", GraphValue.Of(entity.Version));
        draft.Fields(entity.Fields);
        properties = new GraphProperties(entity.Type, draft.ToArray());
        return draft.Fault;
    }

    /// <summary>The properties of a live relation.</summary>
    /// <returns>Null, or why the engine cannot hold it.</returns>
    public static string? TryOf(ProjectedRelation relation, GraphDialect dialect, out GraphProperties properties)
    {
        ArgumentNullException.ThrowIfNull(relation);
        ArgumentNullException.ThrowIfNull(dialect);
        var type = relation.RowKey.Type ?? throw new ArgumentException("This is the key of an entity.", nameof(relation));
        var draft = new GraphPropertiesDraft(dialect, relation.Fields.Count + 5);
        draft.Label("relation type", type);
        draft.Own("_key", GraphValue.Of(relation.RowKey.Key ?? ""));
        draft.Own("_version", GraphValue.Of(relation.Version));
        draft.Own("_weight", GraphValue.Of(relation.Weight));
        draft.Own("_from", Time(relation.ValidFrom));
        draft.Own("_to", Time(relation.ValidTo));
        draft.Fields(relation.Fields);
        properties = new GraphProperties(type, draft.ToArray());
        return draft.Fault;
    }

    private static GraphValue Time(DateTimeOffset? time) => time is { } at
        ? GraphValue.Of(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
        : default;
}
