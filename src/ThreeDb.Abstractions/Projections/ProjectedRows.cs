using System.Text.Json;
using ThreeDb.Changes;

namespace ThreeDb.Projections;

/// <summary>What a projection shall hold of an entity from now on.</summary>
public sealed record ProjectedEntity
{
    /// <summary>Its number, by which the projection knows it.</summary>
    public required long Seq { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the projection shall hold it; otherwise it is to be removed, with nothing else set.</summary>
    /// <remarks>Only its own row removes a relation: the source keeps derived ones that lead to a deleted entity. While there are relations, a stub stays.</remarks>
    public required bool IsLive { get; init; }

    /// <summary>Its type.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its project, or null.</summary>
    public string? Project { get; init; }

    /// <summary>Its version in the source.</summary>
    public long Version { get; init; }

    /// <summary>Its fields, after the sync rules: selected, renamed, cut, derived. Names are distinct.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Fields { get; init; } = [];

    /// <summary>What it is known by.</summary>
    public RowKey RowKey => RowKey.Entity(Seq);
}

/// <summary>What a projection shall hold of a relation from now on.</summary>
public sealed record ProjectedRelation
{
    /// <summary>What it is known by.</summary>
    public required RowKey RowKey { get; init; }

    /// <summary>Whether the projection shall hold it; otherwise it is to be removed, with nothing else set.</summary>
    public required bool IsLive { get; init; }

    /// <summary>The id of the source. An end that the projection does not hold yet is held as a stub: seq and id only.</summary>
    public string From { get; init; } = "";

    /// <summary>The id of the target.</summary>
    public string To { get; init; } = "";

    /// <summary>Its version in the source.</summary>
    public long Version { get; init; }

    /// <summary>The weight; 1 unless given.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>From when on it holds.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when it holds (exclusive).</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>The members of its data. Names are distinct.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Fields { get; init; } = [];
}

/// <summary>Rows to apply together, in one transaction of the sink where it has such. Keys are distinct.</summary>
/// <param name="Fence">Which write this is.</param>
/// <param name="Entities">Entities, to be applied before relations.</param>
/// <param name="Relations">Relations.</param>
public sealed record ProjectionBatch(Fence Fence, IReadOnlyList<ProjectedEntity> Entities, IReadOnlyList<ProjectedRelation> Relations)
{
    /// <summary>Whether the sink holds nothing of these rows yet, as in a rebuild from nothing: it may insert without looking.</summary>
    public bool IsFresh { get; init; }

    /// <summary>The number of rows.</summary>
    public int Count => Entities.Count + Relations.Count;
}
