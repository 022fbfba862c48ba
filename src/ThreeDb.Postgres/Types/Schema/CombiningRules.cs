using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary><c>$ref</c>: what another place of the definition demands. What stands beside it holds, too.</summary>
/// <param name="place">Where the keyword stands.</param>
/// <param name="target">The place that it leads to.</param>
internal sealed class ReferenceRule(string place, string target) : SchemaRule
{
    public string Place { get; } = place;

    public string TargetPlace { get; } = target;

    /// <summary>Set once, when every place of the definition is known.</summary>
    public SchemaNode? Target { get; set; }

    public override IEnumerable<SchemaNode> SameValue => Target is null ? [] : [Target];

    public override void Check(JsonElement value, SchemaRun run) => Target!.Check(value, run);
}

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfRule(IReadOnlyList<SchemaNode> schemas) : SchemaRule
{
    public override IEnumerable<SchemaNode> SameValue => schemas;

    public override void Check(JsonElement value, SchemaRun run)
    {
        foreach (var schema in schemas)
        {
            schema.Check(value, run);
            if (run.IsDecided)
            {
                return;
            }
        }
    }
}

/// <summary><c>anyOf</c>, and with <paramref name="one"/> <c>oneOf</c>.</summary>
internal sealed class AlternativesRule(IReadOnlyList<SchemaNode> schemas, bool one) : SchemaRule
{
    private const int Explained = 5;

    private readonly string _keyword = one ? "oneOf" : "anyOf";

    public override IEnumerable<SchemaNode> SameValue => schemas;

    public override void Check(JsonElement value, SchemaRun run)
    {
        var first = Next(value, run, from: 0);
        if (first < 0)
        {
            run.Fail(Nothing(value, run));
        }
        else if (one && Next(value, run, first + 1) is var second and >= 0)
        {
            run.Fail(string.Create(CultureInfo.InvariantCulture, $"must match one alternative only, but matches number {first + 1} and number {second + 1} (oneOf)"));
        }
    }

    private int Next(JsonElement value, SchemaRun run, int from)
    {
        for (var i = from; i < schemas.Count; i++)
        {
            if (run.Keeps(schemas[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    private string Nothing(JsonElement value, SchemaRun run)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"matches none of the {schemas.Count} alternatives ({_keyword})");
        if (!run.Explains)
        {
            return text;
        }

        var reasons = schemas.Take(Explained).Select((schema, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {run.Reason(schema, value)}"));
        return $"{text}: {string.Join("; ", reasons)}{(schemas.Count > Explained ? "; …" : "")}";
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotRule(SchemaNode schema) : SchemaRule
{
    public override IEnumerable<SchemaNode> SameValue => [schema];

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (run.Keeps(schema, value))
        {
            run.Fail("must not match the schema that is excluded (not)");
        }
    }
}
