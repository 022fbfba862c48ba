using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>The schema at one place of a definition: rules, all of which a value has to keep.</summary>
/// <param name="place">Where it stands in the definition, as a JSON Pointer.</param>
internal sealed class SchemaNode(string place)
{
    public string Place { get; } = place;

    /// <summary>Filled while the definition is read, and never changed afterwards.</summary>
    public List<SchemaRule> Rules { get; } = [];

    public void Check(JsonElement value, SchemaRun run)
    {
        run.Enter();
        foreach (var rule in Rules)
        {
            rule.Check(value, run);
            if (run.IsDecided)
            {
                return;
            }
        }
    }
}

/// <summary>What one keyword, or a few that belong together, demand. Immutable once the definition is read.</summary>
internal abstract class SchemaRule
{
    /// <summary>The schemas that this rule applies to the very value it is given, and not to a part of it.</summary>
    public virtual IEnumerable<SchemaNode> SameValue => [];

    /// <summary>Tells <paramref name="run"/> what of a value breaks the rule.</summary>
    public abstract void Check(JsonElement value, SchemaRun run);
}

/// <summary>A rule about a value as a whole.</summary>
/// <param name="detail">What is said of a value that breaks it.</param>
/// <param name="holds">Whether a value keeps it.</param>
internal sealed class AssertionRule(string detail, Func<JsonElement, SchemaRun, bool> holds) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if (!holds(value, run))
        {
            run.Fail(detail);
        }
    }
}
