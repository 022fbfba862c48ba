namespace ThreeDb.Sync;

/// <summary>Finds members of sync rules that cannot do what they say: names that two fields go to, and paths that do not go there at all.</summary>
/// <remarks>They are refused when rules are declared. Rules that were declared before that go on working, so a plan does not ask for it.</remarks>
internal static class IneffectiveMembers
{
    public static IEnumerable<FieldError> Faults(SyncRules rules) =>
        (rules.Types ?? new Dictionary<string, TypeRule>()).SelectMany(type => type.Value.Fields is { } fields ? Faults(type.Value, fields, "/types/" + JsonPointer.Escape(type.Key)) : []);

    // Without 'fields', every field goes there that the data happens to have.
    private static IEnumerable<FieldError> Faults(TypeRule rule, IReadOnlyList<string> fields, string at)
    {
        var renames = rule.Rename ?? new Dictionary<string, string>();
        var unchanged = fields.Where(path => !renames.ContainsKey(path)).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, path) in fields.Index().Where(field => fields.Take(field.Index).Contains(field.Item)))
        {
            yield return new FieldError($"{at}/fields/{index}", $"'{path}' is given twice");
        }

        foreach (var (path, name) in renames)
        {
            var place = $"{at}/rename/{JsonPointer.Escape(path)}";
            if (!fields.Contains(path))
            {
                yield return new FieldError(place, LeftOut(path));
            }
            else if (unchanged.Contains(name))
            {
                yield return new FieldError(place, $"'{name}' is another field that goes there under this name, and one of the two would be lost");
            }
        }

        foreach (var path in (rule.Truncate?.Keys ?? []).Where(path => path != "*" && !fields.Contains(path)))
        {
            yield return new FieldError($"{at}/truncate/{JsonPointer.Escape(path)}", LeftOut(path));
        }

        foreach (var name in (rule.Derive?.Keys ?? []).Where(unchanged.Contains))
        {
            yield return new FieldError($"{at}/derive/{JsonPointer.Escape(name)}", $"'{name}' is a field that goes there under this name, and one of the two would be lost");
        }
    }

    private static string LeftOut(string path) => $"'{path}' is not among 'fields', so it does not go there";
}
