using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of sync rules, as a person wrote it.</summary>
public static class SyncRulesJson
{
    private static readonly string[] Members = ["types", "relations", "reconcileAt", "maxRowsPerSecond"];
    private static readonly string[] TypeMembers = ["include", "fields", "rename", "truncate", "where", "derive", "interval"];

    /// <summary>Reads rules. What the values mean is checked by <see cref="ISync.PutAsync"/>.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7006</c> with every fault of the form, by JSON pointer.</exception>
    public static SyncRules Read(JsonElement json)
    {
        var faults = new List<FieldError>();
        var rules = Read(json, "", faults);
        ProjectionJson.Check(faults, "The set of sync rules");
        return rules;
    }

    internal static SyncRules Read(JsonElement json, string pointer, List<FieldError> faults)
    {
        var o = new GatheringObject(json, pointer, faults, Members);
        return new SyncRules
        {
            Types = o.Objects("types", (map, type) => ReadType(map.Any(type)!.Value, map.Place(type), faults)),
            Relations = o.Texts("relations"),
            ReconcileAt = o.Text("reconcileAt") ?? new SyncRules().ReconcileAt,
            MaxRowsPerSecond = o.Integer("maxRowsPerSecond") ?? 0,
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
            Truncate = o.Map("truncate", static (map, path) => map.Integer(path)),
            Where = o.Any("where") is { } where ? ReadFilter(where, o.Place("where"), faults) : null,
            Derive = o.Map("derive", static (map, name) => map.Word<DerivedProperty>(name)),
            Interval = o.Number("interval") ?? 0,
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
