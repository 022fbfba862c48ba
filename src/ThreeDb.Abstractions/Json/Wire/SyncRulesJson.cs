using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of sync rules, as a person wrote it, as far as it can be read.</summary>
internal static class SyncRulesJson
{
    private static readonly string[] Members = ["types", "relations", "reconcileAt", "maxRowsPerSecond"];
    private static readonly string[] TypeMembers = ["include", "fields", "rename", "truncate", "where", "derive", "interval"];

    /// <summary>Reads rules. What the values mean is checked by <see cref="ISync.PutAsync"/>.</summary>
    /// <param name="json">What was written.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="faults">Takes every fault of the form, by JSON pointer.</param>
    public static SyncRules Read(JsonElement json, string pointer, List<FieldError> faults)
    {
        var o = new GatheringObject(json, pointer, faults, Members);
        return new SyncRules
        {
            Types = o.Objects("types", (map, type) => ReadType(map.Any(type)!.Value, map.Place(type), faults)),
            Relations = o.Texts("relations"),
            ReconcileAt = o.Text("reconcileAt") ?? new SyncRules().ReconcileAt,
            MaxRowsPerSecond = o.Integer("maxRowsPerSecond", least: 0) ?? 0,
        };
    }

    private static TypeRule ReadType(JsonElement json, string pointer, List<FieldError> faults)
    {
        var o = new GatheringObject(json, pointer, faults, TypeMembers);
        return new TypeRule
        {
            Include = o.Flag("include") ?? true,
            Fields = o.Texts("fields"),
            Rename = o.Objects("rename", static (map, path) => map.Text(path)),
            Truncate = o.Map("truncate", static (map, path) => map.Integer(path, least: 1)),
            Where = o.Any("where") is { } where ? ReadFilter(where, o.Place("where"), faults) : null,
            Derive = o.Map("derive", static (map, name) => map.Word<DerivedProperty>(name)),
            Interval = o.Number("interval"),
        };
    }

    private static Filter? ReadFilter(JsonElement json, string pointer, List<FieldError> faults)
    {
        try
        {
            return Filter.Parse(json);
        }
        catch (ThreeDbException e)
        {
            faults.AddRange(e.Errors.Count == 0 ? [new FieldError(pointer, e.Message)] : e.Errors.Select(error => error with { Pointer = pointer + error.Pointer }));
            return null;
        }
    }
}
