namespace ThreeDb.Sync;

/// <summary>How long changes of each type are gathered before they are applied. Owned by the leader's loop, which tells it what types are declared as.</summary>
/// <remarks>
/// The interval of a type's rule counts, also 0; where it says none, a type that is declared eventual has the usual one. Not in a cache, which would go on answering what PostgreSQL
/// does not hold any more; nor beside a type whose reads are immediate, because every question to the engine would wait for what is gathered.
/// </remarks>
internal sealed class Gathering
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(TypeRule.EventualInterval);

    private readonly RulesPlan _plan;
    private readonly bool _isCache;
    private HashSet<string> _eventual = new(StringComparer.Ordinal);

    /// <param name="plan">The rules.</param>
    /// <param name="isCache">Whether the projection is a cache.</param>
    /// <param name="declared">What types are declared as.</param>
    public Gathering(RulesPlan plan, bool isCache, IReadOnlyDictionary<string, Consistency> declared)
    {
        _plan = plan;
        _isCache = isCache;
        Types = Shown();
        Follow(declared);
    }

    /// <summary>The types that are gathered, by name.</summary>
    public IReadOnlyList<GatheredType> Types { get; private set; }

    /// <summary>Whether there are any.</summary>
    public bool IsAny => Types.Count > 0;

    /// <summary>How long changes of a type are gathered.</summary>
    public TimeSpan For(string type) => _plan.For(type).Interval ?? (_eventual.Contains(type) ? Usual : TimeSpan.Zero);

    /// <summary>Goes by what types are declared as now.</summary>
    public void Follow(IReadOnlyDictionary<string, Consistency> declared)
    {
        var isLate = !_isCache && !_plan.CarriesImmediate(declared) && !PlantedFault.Is(PlantedFault.EventualIgnored);
        var eventual = declared.Where(type => isLate && type.Value == Consistency.Eventual && _plan.For(type.Key) is { Include: true, Interval: null })
            .Select(type => type.Key).ToHashSet(StringComparer.Ordinal);
        if (!eventual.SetEquals(_eventual))
        {
            _eventual = eventual;
            Types = Shown();
        }
    }

    private List<GatheredType> Shown() =>
    [
        .. (_plan.Rules.Types ?? new Dictionary<string, TypeRule>()).Where(rule => rule.Value is { Include: true, Interval: > 0 })
            .Select(rule => new GatheredType(rule.Key, rule.Value.Interval!.Value, "rule"))
            .Concat(_eventual.Select(type => new GatheredType(type, TypeRule.EventualInterval, "eventual")))
            .OrderBy(gathered => gathered.Type, StringComparer.Ordinal),
    ];
}
