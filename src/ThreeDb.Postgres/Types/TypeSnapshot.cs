using System.Collections.Frozen;

namespace ThreeDb.Postgres;

/// <summary>The types of a tenant at one generation. Immutable.</summary>
/// <param name="Generation">Counts the changes to the tenant's types.</param>
/// <param name="Plans">The declared types.</param>
internal sealed record TypeSnapshot(long Generation, FrozenDictionary<string, TypePlan> Plans)
{
    /// <summary>The types whose reads are never answered by a cache.</summary>
    public FrozenSet<string> Immediate { get; } = Plans.Where(plan => plan.Value.Consistency == Consistency.Immediate).Select(plan => plan.Key).ToFrozenSet(StringComparer.Ordinal);

    public TypePlan PlanOf(string type) => Plans.GetValueOrDefault(type, TypePlan.Default);

    /// <summary>The languages in which the given types, or all, may have been indexed.</summary>
    public IReadOnlyList<string> Languages(string? type) => type is not null
        ? [PlanOf(type).Language]
        : [.. Plans.Values.Select(plan => plan.Language).Append(TypePlan.DefaultLanguage).Distinct()];
}
