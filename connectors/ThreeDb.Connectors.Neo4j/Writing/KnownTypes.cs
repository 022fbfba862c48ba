namespace ThreeDb.Connectors.Neo4j;

/// <summary>The entity types and relation types that a projection has met, each in order. Immutable; they stand on the projection's node as well.</summary>
internal sealed class KnownTypes
{
    /// <summary>Up to so many types of a kind a statement names all that are known: the same text again and again, which Neo4j has planned once.</summary>
    private const int MaxNamed = 40;

    public static readonly KnownTypes None = new([], []);

    public KnownTypes(IEnumerable<string> entities, IEnumerable<string> relations)
    {
        Entities = [.. entities.Distinct().Order(StringComparer.Ordinal)];
        Relations = [.. relations.Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Entities { get; }

    public IReadOnlyList<string> Relations { get; }

    /// <summary>These, and the others that are not among them; itself when there are none.</summary>
    public KnownTypes With(IEnumerable<string> entities, IEnumerable<string> relations)
    {
        var more = new KnownTypes(Entities.Concat(entities), Relations.Concat(relations));
        return more.Entities.Count == Entities.Count && more.Relations.Count == Relations.Count ? this : more;
    }

    /// <summary>The entity types that a statement names for a batch.</summary>
    public IReadOnlyList<string> NamedEntities(IEnumerable<string> used) => Named(Entities, used);

    /// <summary>The relation types that a statement names for a batch.</summary>
    public IReadOnlyList<string> NamedRelations(IEnumerable<string> used) => Named(Relations, used);

    private static IReadOnlyList<string> Named(IReadOnlyList<string> known, IEnumerable<string> used) =>
        known.Count <= MaxNamed ? known : [.. used.Distinct().Order(StringComparer.Ordinal)];
}
