using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of a type's definition, as a person wrote it.</summary>
public static class EntityTypeJson
{
    /// <exception cref="ThreeDbException"><c>TDB1015</c>, <c>TDB1010</c>.</exception>
    public static EntityTypeDefinition Read(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidTypeDefinition, "title", "text", "language", "embed", "relations", "consistency", "schema");
        return new EntityTypeDefinition
        {
            Title = o.Text("title"),
            Text = o.Any("text") is { ValueKind: not JsonValueKind.Null } ? o.Texts("text") : null,
            Language = o.Text("language") ?? "english",
            Embed = o.Flag("embed") ?? true,
            Relations = ReadRelations(o),
            Consistency = o.Word<Consistency>("consistency") ?? Consistency.Session,
            Schema = o.Any("schema") is { ValueKind: not JsonValueKind.Null } schema ? schema : null,
        };
    }

    private static List<DerivedRelation> ReadRelations(StrictObject definition)
    {
        if (definition.Any("relations") is not { ValueKind: not JsonValueKind.Null } relations)
        {
            return [];
        }

        if (relations.ValueKind != JsonValueKind.Array)
        {
            throw definition.Fault("/relations", "'relations' is an array of objects.");
        }

        return [.. relations.EnumerateArray().Select((item, i) =>
        {
            var o = new StrictObject(item, $"/relations/{i}", ErrorCodes.InvalidTypeDefinition, "field", "relation", "to", "id", "create");
            return new DerivedRelation
            {
                Field = o.RequiredText("field"),
                Relation = o.RequiredText("relation"),
                To = o.RequiredText("to"),
                Id = o.Text("id") ?? "{value}",
                Create = o.Flag("create") ?? false,
            };
        })];
    }
}
