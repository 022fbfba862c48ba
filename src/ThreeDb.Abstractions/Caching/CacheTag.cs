namespace ThreeDb.Caching;

/// <summary>What cached answers depend on, and what changes touch. Both sides must use the same words.</summary>
public static class CacheTag
{
    /// <summary>Any entity at all.</summary>
    public const string AnyEntity = "t*";

    /// <summary>An entity that is gone, of whatever type it was: the log does not say.</summary>
    public const string Removed = "t-";

    /// <summary>Any relation at all.</summary>
    public const string AnyRelation = "r*";

    /// <summary>One entity.</summary>
    public static string Entity(string id) => "e:" + id;

    /// <summary>The entities of a type.</summary>
    public static string Type(string type) => "t:" + type;

    /// <summary>The relations of a type.</summary>
    public static string Relation(string type) => "r:" + type;

    /// <summary>What a change of an entity touches; without its type when it is gone.</summary>
    public static IEnumerable<string> OfEntity(string id, string? type) => [Entity(id), type is null ? Removed : Type(type), AnyEntity];

    /// <summary>What a change of a relation touches.</summary>
    public static IEnumerable<string> OfRelation(string type) => [Relation(type), AnyRelation];
}
