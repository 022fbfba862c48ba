using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ThreeDb.Sync;

/// <summary>The settings of a projection as they are stored: what of them people see, and what the connector gets.</summary>
/// <remarks>Nobody can declare an address with a password any more, but older declarations hold some: they go on working, and are never shown.</remarks>
internal static partial class DeclaredSettings
{
    /// <summary>The member that names the database whose copy may be taken over. It is the runner's, for all kinds.</summary>
    public const string TakeOver = "takeOver";

    /// <summary>A definition for people.</summary>
    public static ProjectionDefinition Shown(ProjectionDefinition definition) =>
        definition.Settings is { } settings ? definition with { Settings = Replaced(settings, "$1$2***$4") } : definition;

    /// <summary>The same definition where people gave back what they were shown of it; otherwise what they gave.</summary>
    public static ProjectionDefinition Given(ProjectionDefinition given, ProjectionDefinition? stored) =>
        IsUnchanged(given, stored) ? given with { Settings = stored!.Settings } : given;

    /// <summary>Whether kind and settings are those that are stored.</summary>
    public static bool IsUnchanged(ProjectionDefinition given, ProjectionDefinition? stored) => stored is not null && given.Kind == stored.Kind
        && given.Settings is { } settings && Shown(stored).Settings is { } shown && (JsonElement.DeepEquals(settings, shown) || JsonElement.DeepEquals(settings, stored.Settings!.Value));

    /// <summary>Settings without passwords in addresses.</summary>
    public static JsonElement WithoutPasswords(JsonElement settings) => Replaced(settings, "$1$4");

    /// <summary>What the connector checks and gets.</summary>
    public static JsonElement ForConnector(JsonElement settings) => Edited(settings, members => members.Remove(TakeOver));

    /// <summary>The database whose copy may be taken over; null for none.</summary>
    public static string? TakenOver(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(TakeOver, out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;

    /// <summary>What is wrong with the runner's own members.</summary>
    public static IEnumerable<FieldError> Faults(JsonElement settings)
    {
        if (settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(TakeOver, out _) && TakenOver(settings) is not { Length: > 0 })
        {
            yield return new FieldError("/" + TakeOver, "This names the database whose copy is to be taken over, as the reason of the broken projection does.");
        }
    }

    private static JsonElement Replaced(JsonElement settings, string replacement) => Edited(settings, members =>
    {
        var changed = false;
        foreach (var (name, value) in members.ToList())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var old) && Password().Replace(old, replacement) is var now && now != old)
            {
                members[name] = now;
                changed = true;
            }
        }

        return changed;
    });

    private static JsonElement Edited(JsonElement settings, Func<JsonObject, bool> edit)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return settings;
        }

        var members = JsonObject.Create(settings)!;
        return edit(members) ? JsonSerializer.SerializeToElement(members) : settings;
    }

    // Scheme and user; the colon; the password; the rest from the host on.
    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*://[^/?#:@]*)(:)([^/?#]*)(@[^@]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
