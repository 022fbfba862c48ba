using System.Text.Json;

namespace ThreeDb.Changes;

/// <summary>An entity as it is in the source now.</summary>
public sealed record SourceEntity
{
    /// <summary>Its number: per tenant from 1, never reused, below 2^32.</summary>
    public required long Seq { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it exists; a stub or a deleted entity does not.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Its type; null when it does not exist.</summary>
    public string? Type { get; init; }

    /// <summary>Its project, or null.</summary>
    public string? Project { get; init; }

    /// <summary>Its version, which goes on counting over deletes.</summary>
    public required long Version { get; init; }

    /// <summary>Its data, an object; null when it does not exist, or when the reader does not want data.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>When it was last changed; null when it does not exist.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How many relations lead to it and from it; null unless the reader wants them.</summary>
    public (long In, long Out)? Degrees { get; init; }

    /// <summary>The scores saved under <c>importance</c> and <c>cluster</c>; null where it has none, or unless the reader wants them.</summary>
    public (double? Importance, double? Cluster) Scores { get; init; }
}

/// <summary>An end of a relation.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type; null for a stub.</param>
public readonly record struct SourceEnd(long Seq, string Id, string? Type);

/// <summary>A relation as it is in the source now.</summary>
public sealed record SourceRelation
{
    /// <summary>What it is known by.</summary>
    public required RowKey RowKey { get; init; }

    /// <summary>Whether it exists. When it does not, only <see cref="RowKey"/> says something.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Where it begins.</summary>
    public SourceEnd From { get; init; }

    /// <summary>Where it ends.</summary>
    public SourceEnd To { get; init; }

    /// <summary>Its version.</summary>
    public long Version { get; init; }

    /// <summary>A JSON object about it, or null.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Its weight.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>From when on it holds.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when it holds (exclusive).</summary>
    public DateTimeOffset? ValidTo { get; init; }
}

/// <summary>Rows of the source, all of one moment.</summary>
/// <param name="Entities">One for each entity asked for, or those of a page.</param>
/// <param name="Relations">One for each relation asked for, or those of a page.</param>
public sealed record SourceRows(IReadOnlyList<SourceEntity> Entities, IReadOnlyList<SourceRelation> Relations);

/// <summary>What to read of rows. Reading less is faster.</summary>
/// <param name="Entities">Whether entities are wanted at all.</param>
/// <param name="Relations">Whether relations are wanted at all.</param>
/// <param name="Data">Whether the data of entities and relations is wanted.</param>
/// <param name="Degrees">Whether the degrees of entities are wanted.</param>
/// <param name="Scores">Whether the scores of entities that are saved under <c>importance</c> and <c>cluster</c> are wanted. A save is no change: rows do not come anew with it.</param>
public sealed record SourceNeeds(bool Entities = true, bool Relations = true, bool Data = true, bool Degrees = false, bool Scores = false);
