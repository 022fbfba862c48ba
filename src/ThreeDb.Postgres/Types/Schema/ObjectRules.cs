using System.Collections.Frozen;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, each of which depends on the others.</summary>
/// <param name="named">By name.</param>
/// <param name="matching">By pattern of the name.</param>
/// <param name="others">For members that have neither.</param>
internal sealed class MembersRule(FrozenDictionary<string, SchemaNode> named, IReadOnlyList<(SchemaPattern Pattern, SchemaNode Schema)> matching, SchemaNode? others) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            run.Spend(1);
            Check(member.Name, member.Value, run);
            if (run.IsDecided)
            {
                return;
            }
        }
    }

    private void Check(string name, JsonElement value, SchemaRun run)
    {
        var known = named.TryGetValue(name, out var own);
        if (known)
        {
            run.CheckMember(own!, name, value);
        }

        foreach (var (pattern, schema) in matching)
        {
            if (run.Matches(pattern, name))
            {
                known = true;
                run.CheckMember(schema, name, value);
            }
        }

        if (!known && others is not null)
        {
            run.CheckMember(others, name, value);
        }
    }
}

/// <summary><c>required</c>; and, when <paramref name="because"/> is given, only of objects that have that member.</summary>
internal sealed class RequiredRule(FrozenSet<string> names, string? because = null) : SchemaRule
{
    private readonly string _detail = because is null ? "is required" : $"is required beside '{because}' (dependencies)";

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // One pass over the members: looking each name up in the JSON would be another pass each.
        var (found, applies) = (0, because is null);
        foreach (var member in value.EnumerateObject())
        {
            run.Spend(1);
            found += names.Contains(member.Name) ? 1 : 0;
            applies |= member.NameEquals(because);
        }

        if (applies && found < names.Count)
        {
            var present = value.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var missing in names.Where(name => !present.Contains(name)).Order(StringComparer.Ordinal))
            {
                run.FailMember(missing, _detail);
            }
        }
    }
}

/// <summary>A schema among <c>dependencies</c>: what an object with a certain member has to keep.</summary>
internal sealed class DependentRule(string name, SchemaNode schema) : SchemaRule
{
    public override IEnumerable<SchemaNode> SameValue => [schema];

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        run.Spend(1 + (SchemaRun.Size(value) / 64));
        if (value.TryGetProperty(name, out _))
        {
            schema.Check(value, run);
        }
    }
}
