using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What of a tenant's data goes into a projection: sync rules, checked and ready to be applied. Immutable.</summary>
internal sealed class RulesPlan
{
    private readonly Dictionary<string, TypePlan> _types;
    private readonly TypePlan _others;
    private readonly HashSet<string>? _relations;

    private RulesPlan(SyncRules rules)
    {
        Rules = rules;
        _types = (rules.Types ?? new Dictionary<string, TypeRule>()).ToDictionary(rule => rule.Key, rule => TypePlan.Of(rule.Value), StringComparer.Ordinal);
        _others = rules.Types is null ? TypePlan.Everything : _types.GetValueOrDefault("*") ?? TypePlan.Nothing;
        _relations = rules.Relations?.ToHashSet(StringComparer.Ordinal);
        var all = _types.Values.Append(_others).ToList();
        HasFilters = all.Exists(type => type.HasFilter);
        NeedsDegrees = all.Exists(type => type.Include && type.NeedsDegrees);
        NeedsScores = all.Exists(type => type.Include && type.NeedsScores);
    }

    /// <summary>The rules that it was made of.</summary>
    public SyncRules Rules { get; }

    /// <summary>Whether entities go there or not by what their data says.</summary>
    public bool HasFilters { get; }

    /// <summary>Whether relations go there or not by the types of their ends.</summary>
    public bool ChoosesTypes => Rules.Types is not null;

    /// <summary>Whether entities change with their relations.</summary>
    public bool NeedsDegrees { get; }

    /// <summary>Whether entities are shown with saved scores.</summary>
    public bool NeedsScores { get; }

    /// <exception cref="ThreeDbException"><c>TDB7006</c> with every fault.</exception>
    public static RulesPlan Of(SyncRules? rules)
    {
        rules ??= new SyncRules();
        var faults = SyncRulesCheck.Faults(rules).ToList();
        return faults.Count == 0
            ? new RulesPlan(rules)
            : throw new ThreeDbException(ErrorCodes.InvalidProjection, FieldError.Summary("The set of sync rules", faults), errors: faults);
    }

    /// <summary>Whether a type goes there whose reads are immediate.</summary>
    /// <param name="declared">What types are declared as.</param>
    public bool CarriesImmediate(IReadOnlyDictionary<string, Consistency> declared) =>
        declared.Any(type => type.Value == Consistency.Immediate && For(type.Key).Include);

    /// <summary>How entities of a type look.</summary>
    public TypePlan For(string type) => _types.GetValueOrDefault(type) ?? _others;

    /// <summary>Whether relations between two ends go there, as far as types tell. The type of a stub is not known, so it may.</summary>
    public bool Wants(SourceRelation relation) => _relations?.Contains(relation.RowKey.Type!) != false && Wants(relation.From.Type) && Wants(relation.To.Type);

    /// <summary>Whether an entity goes there.</summary>
    public bool Wants(SourceEntity entity) => entity.IsLive && For(entity.Type!).Passes(entity);

    /// <summary>What the projection shall hold of an entity.</summary>
    public ProjectedEntity Shape(SourceEntity entity)
    {
        if (!Wants(entity))
        {
            return new ProjectedEntity { Seq = entity.Seq, Id = entity.Id, IsLive = false };
        }

        return new ProjectedEntity
        {
            Seq = entity.Seq,
            Id = entity.Id,
            IsLive = true,
            Type = entity.Type!,
            Project = entity.Project,
            Version = entity.Version,
            Fields = For(entity.Type!).Fields(entity),
        };
    }

    /// <summary>What the projection shall hold of a relation.</summary>
    public ProjectedRelation Shape(SourceRelation relation)
    {
        if (!relation.IsLive || !Wants(relation))
        {
            return new ProjectedRelation { RowKey = relation.RowKey, IsLive = false };
        }

        return new ProjectedRelation
        {
            RowKey = relation.RowKey,
            IsLive = true,
            From = relation.From.Id,
            To = relation.To.Id,
            Version = relation.Version,
            Weight = relation.Weight,
            ValidFrom = relation.ValidFrom,
            ValidTo = relation.ValidTo,
            Fields = relation.Data is { ValueKind: System.Text.Json.JsonValueKind.Object } data
                ? [.. data.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))]
                : [],
        };
    }

    private bool Wants(string? type) => type is null || For(type).Include;
}
