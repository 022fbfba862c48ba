using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>What identifies a relation within a tenant.</summary>
internal readonly record struct RelationKey(long Source, string Type, long Target, string Key)
{
    public bool IsDerived => Key.StartsWith('@');
}

/// <summary>What a row of <c>relation</c> holds besides its key. Immutable.</summary>
internal sealed record RelationImage
{
    public JsonElement? Data { get; init; }

    public double Weight { get; init; } = 1;

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidTo { get; init; }

    public long Version { get; init; }

    public bool SameAs(RelationImage other) => Weight.Equals(other.Weight) && ValidFrom == other.ValidFrom && ValidTo == other.ValidTo
        && (Data, other.Data) switch
        {
            (null, null) => true,
            ({ } mine, { } others) => JsonElement.DeepEquals(mine, others),
            _ => false,
        };
}

/// <summary>The deletion of an entity.</summary>
/// <param name="Seq">The entity.</param>
/// <param name="Version">The version that the deletion made.</param>
internal readonly record struct Deletion(long Seq, long Version);

/// <summary>A relation of one write batch: as stored, and as it will be.</summary>
internal sealed class RelationRow(RelationKey key, RelationImage? stored)
{
    public RelationKey Key { get; } = key;

    public RelationImage? Stored { get; } = stored;

    public RelationImage? Now { get; set; } = stored;
}
