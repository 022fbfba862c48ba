using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>What of a tenant's data goes into a projection, and how it looks there.</summary>
public sealed record SyncRules
{
    /// <summary>Rules by entity type; <c>*</c> stands for every type without a rule of its own. Null: every type goes there, unchanged.</summary>
    public IReadOnlyDictionary<string, TypeRule>? Types { get; init; }

    /// <summary>The types of relations that go there; all when null, none when empty. A relation goes there when the types of both of its ends do.</summary>
    public IReadOnlyList<string>? Relations { get; init; }

    /// <summary>When the projection is compared with the source every day, as <c>HH:mm</c> in UTC; default <c>02:00</c>; <c>never</c> for not at all.</summary>
    public string ReconcileAt { get; init; } = "02:00";

    /// <summary>The largest number of rows applied per second, for an engine that serves others, too; 0, the default, for no limit.</summary>
    public int MaxRowsPerSecond { get; init; }
}

/// <summary>How entities of one type look in a projection.</summary>
public sealed record TypeRule
{
    /// <summary>Whether they go there at all; default true.</summary>
    public bool Include { get; init; } = true;

    /// <summary>The field paths that go there; all top-level fields when null.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>New names, by field path.</summary>
    public IReadOnlyDictionary<string, string>? Rename { get; init; }

    /// <summary>The longest text of a field, in characters, by field path; <c>*</c> for all. Longer ones are cut and end with <c>…</c>.</summary>
    public IReadOnlyDictionary<string, int>? Truncate { get; init; }

    /// <summary>Only entities that this filter lets pass; those that stop passing are removed; relations to them stay and lead to a stub with their id only.</summary>
    public Filter? Where { get; init; }

    /// <summary>Properties that are computed, by name.</summary>
    public IReadOnlyDictionary<string, DerivedProperty>? Derive { get; init; }

    /// <summary>How long changes of a type are gathered that is declared <see cref="Consistency.Eventual"/>, in seconds, where its rule says no <see cref="Interval"/>.</summary>
    public const double EventualInterval = 15;

    /// <summary>How long changes are gathered before they are applied, in seconds: 0 to 3,600. A key that changes often is then applied once. Null, the default: 15 for a type that is declared eventual, except in a cache and beside a type whose reads are immediate; 0 for all others.</summary>
    public double? Interval { get; init; }
}

/// <summary>A property that is computed for each entity from its relations and saved scores in the source.</summary>
/// <remarks>A save of scores is no change: a projection has new ones once the entity is next written or compared.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<DerivedProperty>))]
public enum DerivedProperty
{
    /// <summary>How many relations lead to it.</summary>
    [JsonStringEnumMemberName("inDegree")]
    InDegree,

    /// <summary>How many relations lead from it.</summary>
    [JsonStringEnumMemberName("outDegree")]
    OutDegree,

    /// <summary>How many relations it has.</summary>
    [JsonStringEnumMemberName("degree")]
    Degree,

    /// <summary>The score saved as <c>importance</c>; without one the natural logarithm of 1 + the relations that lead to it, which grows with what depends on it, without running away.</summary>
    [JsonStringEnumMemberName("importance")]
    Importance,

    /// <summary>The score saved as <c>cluster</c>, the number of a community; without one there is no such property.</summary>
    [JsonStringEnumMemberName("cluster")]
    Cluster,
}
