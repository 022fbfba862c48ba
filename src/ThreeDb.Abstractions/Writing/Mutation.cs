using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>One change to ask for. Several of them make a transaction or a bulk load.</summary>
[JsonConverter(typeof(MutationJson))]
public abstract record Mutation
{
    private protected Mutation()
    {
    }
}

/// <summary>Creates an entity (JSON: <c>"op": "create"</c>, or <c>"put"</c> for <see cref="ConflictPolicy.Replace"/>).</summary>
/// <param name="Type">The entity's type.</param>
/// <param name="Data">A JSON object.</param>
public sealed record CreateEntity(string Type, JsonElement Data) : Mutation
{
    /// <summary>The id; a UUIDv7 is made when null.</summary>
    public string? Id { get; init; }

    /// <summary>The project that the entity belongs to; null leaves a new entity without one and keeps that of an existing one.</summary>
    public string? Project { get; init; }

    /// <summary>What to do when the id exists.</summary>
    public ConflictPolicy OnConflict { get; init; }
}

/// <summary>Replaces the data of an existing entity (<c>"op": "replace"</c>).</summary>
/// <param name="Id">The entity.</param>
/// <param name="Data">A JSON object.</param>
public sealed record ReplaceEntity(string Id, JsonElement Data) : Mutation
{
    /// <summary>The type that the entity must have; any when null.</summary>
    public string? Type { get; init; }

    /// <summary>The project that the entity belongs to from now on; null keeps what it is.</summary>
    public string? Project { get; init; }

    /// <summary>Replace only if this is the current version.</summary>
    public long? IfVersion { get; init; }
}

/// <summary>Merges into the data of an existing entity by RFC 7396 (<c>"op": "merge"</c>).</summary>
/// <param name="Id">The entity.</param>
/// <param name="Patch">The merge patch: a JSON object.</param>
public sealed record MergeEntity(string Id, JsonElement Patch) : Mutation
{
    /// <summary>Merge only if this is the current version.</summary>
    public long? IfVersion { get; init; }
}

/// <summary>Patches the data of an existing entity by RFC 6902 (<c>"op": "patch"</c>).</summary>
/// <param name="Id">The entity.</param>
/// <param name="Patch">The operations.</param>
public sealed record PatchEntity(string Id, JsonPatch Patch) : Mutation
{
    /// <summary>Patch only if this is the current version.</summary>
    public long? IfVersion { get; init; }
}

/// <summary>Deletes an entity, its outgoing relations and the explicit relations to it (<c>"op": "delete"</c>).</summary>
/// <param name="Id">The entity.</param>
public sealed record DeleteEntity(string Id) : Mutation
{
    /// <summary>Delete only if this is the current version.</summary>
    public long? IfVersion { get; init; }
}

/// <summary>Creates or updates a relation (<c>"op": "relate"</c>). Neither end need exist yet.</summary>
/// <param name="From">The id of the source.</param>
/// <param name="Type">The type of the relation, for example <c>BOUGHT</c>.</param>
/// <param name="To">The id of the target.</param>
public sealed record Relate(string From, string Type, string To) : Mutation
{
    /// <summary>Tells several relations of one type between the same two entities apart; empty by default.</summary>
    public string Key { get; init; } = "";

    /// <summary>A JSON object about the relation, or null.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The weight; default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>From when on the relation holds; always when null.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when the relation holds (exclusive); for ever when null.</summary>
    public DateTimeOffset? ValidTo { get; init; }
}

/// <summary>Removes a relation (<c>"op": "unrelate"</c>); removing one that is not there changes nothing.</summary>
/// <param name="From">The id of the source.</param>
/// <param name="Type">The type of the relation.</param>
/// <param name="To">The id of the target.</param>
public sealed record Unrelate(string From, string Type, string To) : Mutation
{
    /// <summary>Which of several relations of the type between the two; empty by default.</summary>
    public string Key { get; init; } = "";
}
