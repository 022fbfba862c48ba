namespace ThreeDb.Postgres;

/// <summary>What a write batch has to read before it can be planned.</summary>
internal sealed class BatchNeeds
{
    /// <summary>Entities that are changed: read whole, with their derived relations.</summary>
    public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Entities that are ends of relations: only whether they exist.</summary>
    public HashSet<string> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>Entities that are deleted: all their relations are read.</summary>
    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);

    /// <summary>Entities that are derived anew: the hashes of their vectors are read.</summary>
    public HashSet<string> DerivedAnew { get; } = new(StringComparer.Ordinal);

    /// <summary>Relations that are changed.</summary>
    public HashSet<(string From, string Type, string To, string Key)> Relations { get; } = [];

    /// <summary>Idempotency keys.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

    public static BatchNeeds Of(IEnumerable<WriteUnit> units)
    {
        var needs = new BatchNeeds();
        foreach (var unit in units)
        {
            if (unit.Idempotency is { } request)
            {
                needs.Keys.Add(request.Key);
            }

            foreach (var mutation in unit.Mutations)
            {
                needs.Add(mutation);
            }
        }

        needs.Ends.ExceptWith(needs.Changed);
        return needs;
    }

    private void Add(PreparedMutation mutation)
    {
        switch (mutation)
        {
            case PreparedEntityMutation entity:
                Changed.Add(entity.Id);
                if (mutation is PreparedCreate create)
                {
                    Ends.UnionWith(create.Document.Links.Select(link => link.Target));
                }
                else if (mutation is PreparedDelete)
                {
                    Deleted.Add(entity.Id);
                }
                else if (mutation is PreparedDerive)
                {
                    DerivedAnew.Add(entity.Id);
                }

                break;
            case PreparedRelate { Relation: var relate }:
                Ends.Add(relate.From);
                Ends.Add(relate.To);
                Relations.Add((relate.From, relate.Type, relate.To, relate.Key));
                break;
            case PreparedUnrelate { Relation: var unrelate }:
                Ends.Add(unrelate.From);
                Ends.Add(unrelate.To);
                Relations.Add((unrelate.From, unrelate.Type, unrelate.To, unrelate.Key));
                break;
        }
    }
}
