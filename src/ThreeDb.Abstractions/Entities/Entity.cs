using System.Text.Json;

namespace ThreeDb;

/// <summary>A record: a type, JSON data, and who changed it when.</summary>
public sealed record Entity
{
    /// <summary>The id, unique within the tenant: 1 to 200 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the entity's type. It never changes while the entity exists.</summary>
    public required string Type { get; init; }

    /// <summary>The project that the entity belongs to, if any.</summary>
    public string? Project { get; init; }

    /// <summary>Counts up from 1 with every change, and goes on counting when a deleted id is created again.</summary>
    public required long Version { get; init; }

    /// <summary>The data: a JSON object. Its members come in PostgreSQL's order, its numbers without exponent, in answers of writes as of reads.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>When this life of the id began (UTC, microseconds). Creating a deleted id again begins another; restoring it goes on with the one before.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was changed last (UTC, microseconds).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who changed it last.</summary>
    public required string UpdatedBy { get; init; }

    /// <summary>The saved scores that a list or query selected, as far as the entity has them; null when none was selected.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }
}
