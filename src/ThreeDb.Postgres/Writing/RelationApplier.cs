namespace ThreeDb.Postgres;

/// <summary>Applies mutations of relations to a working set, and derives the relations that follow from fields.</summary>
internal sealed class RelationApplier(WorkingSet set)
{
    public MutationResult Relate(Relate relate, EntityRow source, EntityRow target, string actor)
    {
        var row = set.Add(new RelationKey(source.Seq, relate.Type, target.Seq, relate.Key), stored: null);
        var wanted = new RelationImage
        {
            Data = relate.Data,
            Weight = relate.Weight,
            ValidFrom = Micros(relate.ValidFrom),
            ValidTo = Micros(relate.ValidTo),
            Version = (row.Now?.Version ?? 0) + 1,
        };
        var outcome = row.Now is null ? WriteOutcome.Created : row.Now.SameAs(wanted) ? WriteOutcome.Unchanged : WriteOutcome.Updated;
        if (outcome != WriteOutcome.Unchanged)
        {
            set.Change(row, wanted, actor);
        }

        return new MutationResult
        {
            Outcome = outcome,
            Id = relate.From,
            Version = row.Now!.Version,
            Relation = ToRelation(relate.From, relate.To, row.Key, row.Now),
        };
    }

    public MutationResult Unrelate(Unrelate unrelate, EntityRow? source, EntityRow? target, string actor)
    {
        var row = source is null || target is null ? null : set.Find(new RelationKey(source.Seq, unrelate.Type, target.Seq, unrelate.Key));
        if (row?.Now is not { } before)
        {
            return new MutationResult { Outcome = WriteOutcome.Unchanged, Id = unrelate.From, Version = 0 };
        }

        set.Change(row, null, actor);
        return new MutationResult { Outcome = WriteOutcome.Deleted, Id = unrelate.From, Version = before.Version + 1 };
    }

    /// <summary>Makes the derived relations of an entity what its document says.</summary>
    /// <param name="source">The entity.</param>
    /// <param name="links">What its document gives; none when it is not live.</param>
    /// <param name="targetOf">The row of a target.</param>
    /// <param name="actor">Who caused it.</param>
    public void Derive(EntityRow source, IReadOnlyList<Link> links, Func<string, EntityRow> targetOf, string actor)
    {
        var wanted = new HashSet<RelationKey>();
        foreach (var link in links)
        {
            wanted.Add(new RelationKey(source.Seq, link.Relation, targetOf(link.Target).Seq, link.Key));
        }

        foreach (var row in set.RelationsOf(source.Seq))
        {
            if (row.Now is not null && row.Key.Source == source.Seq && row.Key.IsDerived && !wanted.Contains(row.Key))
            {
                set.Change(row, null, actor);
            }
        }

        foreach (var key in wanted)
        {
            var row = set.Add(key, stored: null);
            if (row.Now is null)
            {
                set.Change(row, new RelationImage { Version = 1 }, actor);
            }
        }
    }

    public static Relation ToRelation(string from, string to, in RelationKey key, RelationImage image) => new()
    {
        From = from,
        Type = key.Type,
        To = to,
        Key = key.Key,
        Data = image.Data,
        Weight = image.Weight,
        ValidFrom = image.ValidFrom,
        ValidTo = image.ValidTo,
        Version = image.Version,
    };

    // PostgreSQL keeps microseconds.
    private static DateTimeOffset? Micros(DateTimeOffset? time) =>
        time is { } value ? new DateTimeOffset(value.UtcTicks - (value.UtcTicks % 10), TimeSpan.Zero) : null;
}
