using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>The body that creates an entity.</summary>
/// <param name="Type">The entity's type.</param>
/// <param name="Id">The id; a UUIDv7 is made when absent.</param>
/// <param name="Project">The project that it belongs to.</param>
/// <param name="Data">A JSON object.</param>
/// <param name="OnConflict">What to do when the id exists; default <c>fail</c>.</param>
internal sealed record NewEntityForm(string Type, JsonElement Data, string? Id = null, string? Project = null, ConflictPolicy? OnConflict = null)
{
    public static CreateEntity Read(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidMutation, "type", "id", "project", "data", "onConflict");
        return new CreateEntity(o.RequiredText("type"), o.Required("data"))
        {
            Id = o.Text("id"),
            Project = o.Text("project"),
            OnConflict = o.Word<ConflictPolicy>("onConflict") ?? ConflictPolicy.Fail,
        };
    }
}

/// <summary>The body that puts an entity.</summary>
/// <param name="Type">The entity's type; needed when it may be created.</param>
/// <param name="Project">The project that it belongs to.</param>
/// <param name="Data">A JSON object.</param>
internal sealed record EntityForm(JsonElement Data, string? Type = null, string? Project = null)
{
    public static EntityForm Read(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidMutation, "type", "project", "data");
        return new EntityForm(o.Required("data"), o.Text("type"), o.Text("project"));
    }
}

/// <summary>The body that names many entities.</summary>
/// <param name="Ids">Their ids.</param>
internal sealed record IdsForm(IReadOnlyList<string> Ids);

/// <summary>Many entities.</summary>
/// <param name="Items">Those that exist, in the order asked for.</param>
internal sealed record EntitiesAnswer(IReadOnlyList<Entity> Items);

/// <summary>An entity after a write.</summary>
/// <param name="Entity">The entity as it is now.</param>
/// <param name="Outcome">Whether it was created, changed, or found to be as asked for.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
internal sealed record EntityAnswer(Entity Entity, WriteOutcome Outcome, Position Position);

/// <summary>A write without an entity.</summary>
/// <param name="Version">The version that the write made.</param>
/// <param name="Outcome">What it did.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
internal sealed record ReceiptAnswer(long Version, WriteOutcome Outcome, Position Position);
