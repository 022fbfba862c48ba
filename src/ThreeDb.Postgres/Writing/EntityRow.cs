using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>The life of an id, as stored in <c>entity.state</c>.</summary>
internal enum EntityState : short
{
    Stub = 0,
    Live = 1,
    Deleted = 2,
}

/// <summary>What a row of <c>entity</c> holds. Immutable, so that a failed unit is undone by putting the image before it back.</summary>
internal sealed record EntityImage
{
    /// <summary>A row that names an id and nothing else.</summary>
    public static EntityImage Stub { get; } = new() { State = EntityState.Stub };

    public required EntityState State { get; init; }

    public string? Type { get; init; }

    public string? Project { get; init; }

    public JsonElement Data { get; init; }

    public long Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset UpdatedAt { get; init; }

    public string UpdatedBy { get; init; } = "";

    /// <summary>What the data gives; null until somebody asks, and for rows as read.</summary>
    public Document? Document { get; init; }
}

/// <summary>An entity of one write batch: as stored, and as it will be.</summary>
internal sealed class EntityRow(string id, long seq, EntityImage? stored)
{
    public string Id { get; } = id;

    public long Seq { get; } = seq;

    /// <summary>As the database has it; null when the batch makes the row.</summary>
    public EntityImage? Stored { get; } = stored;

    public EntityImage Now { get; set; } = stored ?? EntityImage.Stub;

    /// <summary>What derives text, vector and relations anew though the data is the same; null when nothing does.</summary>
    public PreparedDerive? DerivedBy { get; set; }

    /// <summary>What derives the row anew when nothing else changes it.</summary>
    public PreparedDerive? OnlyDerivedBy => Now.Version == Stored?.Version ? DerivedBy : null;

    public bool IsLive => Now.State == EntityState.Live;

    /// <summary>Whether the row itself changes.</summary>
    public bool IsChanged => Stored is not null && !ReferenceEquals(Stored, Now);

    public Entity ToEntity() => new()
    {
        Id = Id,
        Type = Now.Type!,
        Project = Now.Project,
        Version = Now.Version,
        Data = Now.Data,
        CreatedAt = Now.CreatedAt,
        CreatedBy = Now.CreatedBy,
        UpdatedAt = Now.UpdatedAt,
        UpdatedBy = Now.UpdatedBy,
    };
}
