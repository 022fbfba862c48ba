using System.Text.Json;

namespace ThreeDb.Sync;

/// <summary>What a change of sync rules asks for.</summary>
/// <param name="Everything">Whether everything has to be built anew.</param>
/// <param name="Types">Otherwise the types whose entities look different now; relations stay as they are.</param>
internal sealed record RulesChange(bool Everything, IReadOnlyList<string> Types)
{
    /// <summary>Whether nothing that is in the projection changes.</summary>
    public bool IsNone => !Everything && Types.Count == 0;

    public static RulesChange Between(SyncRules? before, SyncRules? after)
    {
        var (old, now) = (before ?? new SyncRules(), after ?? new SyncRules());
        if (!Same(old.Relations, now.Relations) || (old.Types is null) != (now.Types is null) || !Same(Rule(old, "*"), Rule(now, "*")))
        {
            return new RulesChange(true, []);
        }

        var changed = (old.Types?.Keys ?? []).Union(now.Types?.Keys ?? []).Where(type => !Same(Rule(old, type), Rule(now, type))).ToList();

        // Which relations go there depends on which types do.
        return changed.Exists(type => Included(old, type) != Included(now, type)) ? new RulesChange(true, []) : new RulesChange(false, changed);
    }

    // How long changes are gathered says when something goes there, not what.
    private static TypeRule? Rule(SyncRules rules, string type) =>
        (rules.Types?.GetValueOrDefault(type) ?? rules.Types?.GetValueOrDefault("*")) is { } rule ? rule with { Interval = null } : null;

    private static bool Included(SyncRules rules, string type) => rules.Types is null || Rule(rules, type)?.Include == true;

    private static bool Same<T>(T a, T b) => JsonElement.DeepEquals(JsonSerializer.SerializeToElement(a, ThreeDbJson.Options), JsonSerializer.SerializeToElement(b, ThreeDbJson.Options));
}
