using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Draws entities for people.</summary>
internal static class EntityView
{
    private static readonly string[] TitleNames = ["title", "name", "label", "subject"];
    private static readonly string[] SummaryNames = ["summary", "description"];
    private static readonly JsonSerializerOptions Indented = new(ThreeDbJson.Options) { WriteIndented = true };

    /// <summary>JSON on many lines, safe to show.</summary>
    public static string Pretty(JsonElement json) => Printable.Lines(JsonSerializer.Serialize(json, Indented));

    /// <summary>JSON on one line.</summary>
    public static string Compact(JsonElement json) => JsonSerializer.Serialize(json, ThreeDbJson.Options);

    public static void Draw(Entity entity, Screen screen)
    {
        screen.Heading(Printable.Of(entity.Id));
        screen.Pairs(
            ("type", entity.Type), ("project", entity.Project), ("version", Quantity.Count(entity.Version)),
            ("created", $"{Quantity.At(entity.CreatedAt)} by {entity.CreatedBy}"),
            ("updated", entity.Version == 1 ? null : $"{Quantity.At(entity.UpdatedAt)} by {entity.UpdatedBy}"));
        screen.Line(Pretty(entity.Data));
    }

    public static void Draw(EntityVersion version, Screen screen)
    {
        screen.Heading(Printable.Of(version.Id));
        screen.Pairs(
            ("type", version.Type), ("project", version.Project), ("version", Quantity.Count(version.Version)),
            (StrictObject.WordOf(version.Operation), $"{Quantity.At(version.At)} by {version.Actor}"));
        screen.Line(version.Data is { } data ? Pretty(data) : "(deleted)");
    }

    /// <summary>What an entity is about, on one line: its title and its summary, else its data.</summary>
    public static string Summary(Entity entity)
    {
        var parts = new[] { First(entity.Data, TitleNames), First(entity.Data, SummaryNames) }.OfType<string>();
        return string.Join(": ", parts) is { Length: > 0 } text ? text : Compact(entity.Data);
    }

    private static string? First(JsonElement data, string[] names)
    {
        foreach (var name in names)
        {
            if (data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }

    public static Table TableOf(IEnumerable<Entity> entities)
    {
        var table = new Table("ID", "TYPE", ">VERSION", "UPDATED", "ABOUT");
        foreach (var entity in entities)
        {
            table.Row(entity.Id, entity.Type, Quantity.Count(entity.Version), Quantity.At(entity.UpdatedAt), Printable.Short(Summary(entity), 200));
        }

        return table;
    }

    /// <summary>What a write did, in a sentence.</summary>
    public static string Outcome(WriteOutcome outcome, string id, long version) => outcome == WriteOutcome.Unchanged
        ? $"{Printable.Of(id)} was so already, version {Quantity.Count(version)}."
        : $"{outcome} {Printable.Of(id)}, version {Quantity.Count(version)}.";
}
