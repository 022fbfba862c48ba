using System.Globalization;

namespace ThreeDb.Sync;

/// <summary>Finds every fault of sync rules.</summary>
internal static class SyncRulesCheck
{
    private const double LongestInterval = 3600;

    public static IEnumerable<FieldError> Faults(SyncRules rules)
    {
        foreach (var (type, rule) in rules.Types ?? new Dictionary<string, TypeRule>())
        {
            var at = "/types/" + JsonPointer.Escape(type);
            foreach (var fault in (type == "*" ? [] : Name(type, "entity type", at)).Concat(Faults(rule, at)))
            {
                yield return fault;
            }
        }

        foreach (var (index, relation) in (rules.Relations ?? []).Index())
        {
            foreach (var fault in Name(relation, "relation type", string.Create(CultureInfo.InvariantCulture, $"/relations/{index}")))
            {
                yield return fault;
            }
        }

        if (rules.ReconcileAt != "never" && !TimeOnly.TryParseExact(rules.ReconcileAt, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return new FieldError("/reconcileAt", $"'{rules.ReconcileAt}' is neither a time such as 02:00 nor 'never'");
        }

        if (rules.MaxRowsPerSecond < 0)
        {
            yield return new FieldError("/maxRowsPerSecond", "is 0 (no limit) or more");
        }
    }

    private static IEnumerable<FieldError> Faults(TypeRule rule, string at)
    {
        foreach (var (index, path) in (rule.Fields ?? []).Index())
        {
            foreach (var fault in Path(path, string.Create(CultureInfo.InvariantCulture, $"{at}/fields/{index}")))
            {
                yield return fault;
            }
        }

        foreach (var fault in Renames(rule, at))
        {
            yield return fault;
        }

        foreach (var (path, longest) in rule.Truncate ?? new Dictionary<string, int>())
        {
            if (longest < 1)
            {
                yield return new FieldError($"{at}/truncate/{JsonPointer.Escape(path)}", "is 1 or more");
            }
        }

        if (rule.Where?.AsksForSystemFields() == true)
        {
            yield return new FieldError(at + "/where", "system fields such as $id and saved scores are not for sync rules; use fields of the data");
        }

        if (rule.Interval is { } interval && !(interval >= 0 && interval <= LongestInterval))
        {
            yield return new FieldError(at + "/interval", "is 0 to 3,600 seconds");
        }
    }

    private static IEnumerable<FieldError> Renames(TypeRule rule, string at)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, name) in rule.Rename ?? new Dictionary<string, string>())
        {
            var place = $"{at}/rename/{JsonPointer.Escape(path)}";
            if (name.Length is 0 or > 100)
            {
                yield return new FieldError(place, "has 1 to 100 characters");
            }
            else if (!names.Add(name))
            {
                yield return new FieldError(place, $"'{name}' is given twice");
            }
        }

        foreach (var name in rule.Derive?.Keys ?? [])
        {
            if (name.Length is 0 or > 100 || !names.Add(name))
            {
                yield return new FieldError($"{at}/derive/{JsonPointer.Escape(name)}", "is a name of 1 to 100 characters that is not given twice");
            }
        }
    }

    private static IEnumerable<FieldError> Path(string path, string at)
    {
        FieldError? fault = null;
        try
        {
            if (FieldPath.Parse(path) is { IsSystem: true } system)
            {
                fault = new FieldError(at, system.Score is null
                    ? $"'{path}' is a system field; every projection has these anyway"
                    : $"'{path}' is a saved score; 'derive' gives importance and cluster");
            }
        }
        catch (FormatException e)
        {
            fault = new FieldError(at, e.Message);
        }

        return fault is null ? [] : [fault];
    }

    private static IEnumerable<FieldError> Name(string name, string what, string at)
    {
        FieldError? fault = null;
        try
        {
            Identifiers.CheckName(name, what, at);
        }
        catch (ThreeDbException e)
        {
            fault = new FieldError(at, e.Message);
        }

        return fault is null ? [] : [fault];
    }
}
