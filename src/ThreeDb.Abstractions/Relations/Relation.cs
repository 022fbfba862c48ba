using System.Text.Json;

namespace ThreeDb;

/// <summary>A directed, typed edge between two entities.</summary>
public sealed record Relation
{
    /// <summary>The id of the source.</summary>
    public required string From { get; init; }

    /// <summary>The type, for example <c>WRITTEN_BY</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The id of the target.</summary>
    public required string To { get; init; }

    /// <summary>Tells several relations of one type between the same two entities apart. Begins with <c>@</c> and names the field when derived.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the relation follows from a field of the source.</summary>
    public bool Derived => Key.StartsWith('@');

    /// <summary>A JSON object about the relation, or null.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The weight; 1 unless given.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>From when on the relation holds.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when the relation holds (exclusive).</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Counts up from 1 with every change.</summary>
    public required long Version { get; init; }
}

/// <summary>Which way to look at relations.</summary>
public enum Direction
{
    /// <summary>From source to target.</summary>
    Out,

    /// <summary>From target to source.</summary>
    In,

    /// <summary>Both ways.</summary>
    Any,
}
