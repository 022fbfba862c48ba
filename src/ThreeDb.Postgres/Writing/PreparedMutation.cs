using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>A mutation that was checked and whose document, where it is known beforehand, was derived.</summary>
internal abstract record PreparedMutation;

/// <summary>A mutation of one entity.</summary>
/// <param name="Id">The entity.</param>
internal abstract record PreparedEntityMutation(string Id) : PreparedMutation
{
    /// <summary>The version that the entity must have.</summary>
    public long? IfVersion { get; init; }
}

/// <summary>Creates, or replaces or merges into what exists, as the policy says.</summary>
internal sealed record PreparedCreate(string Id, string Type, string? Project, Document Document, ConflictPolicy OnConflict)
    : PreparedEntityMutation(Id)
{
    /// <summary>What is merged into data that exists; <see cref="Document"/> is it merged into nothing, and no schema was asked. Null when nothing is merged.</summary>
    public JsonElement? Patch { get; init; }
}

/// <summary>Replaces what exists, if it has the type that was named.</summary>
internal sealed record PreparedReplace(string Id, JsonElement Data, string? Type, string? Project) : PreparedEntityMutation(Id);

/// <summary>Merges into what exists.</summary>
internal sealed record PreparedMerge(string Id, JsonElement Patch) : PreparedEntityMutation(Id);

/// <summary>Patches what exists.</summary>
internal sealed record PreparedPatch(string Id, JsonPatch Patch) : PreparedEntityMutation(Id);

/// <summary>Deletes.</summary>
internal sealed record PreparedDelete(string Id) : PreparedEntityMutation(Id);

/// <summary>Makes earlier data current again, also of a deleted entity.</summary>
internal sealed record PreparedRestore(string Id, string Type, string? Project, JsonElement Data) : PreparedEntityMutation(Id);

/// <summary>Derives text, vector and relations anew, without a new version; nothing happens when the entity is gone.</summary>
internal sealed record PreparedDerive(string Id) : PreparedEntityMutation(Id)
{
    /// <summary>How many values made no relation, or not the target that they should, once it has been applied.</summary>
    public int PassedOver { get; set; }
}

/// <summary>Creates or updates a relation.</summary>
internal sealed record PreparedRelate(Relate Relation) : PreparedMutation;

/// <summary>Removes a relation.</summary>
internal sealed record PreparedUnrelate(Unrelate Relation) : PreparedMutation;
