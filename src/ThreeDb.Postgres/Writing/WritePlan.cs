namespace ThreeDb.Postgres;

/// <summary>What a batch writes, sorted by statement. Rows are in the order of their keys, so that batches lock in the same order.</summary>
internal sealed class WritePlan
{
    public required long Generation { get; init; }

    /// <summary>The time of the batch.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Changes of the same transaction that were written before.</summary>
    public required int FirstOrdinal { get; init; }

    public required SideRows Sides { get; init; }

    /// <summary>Rows to insert: live ones, stubs, and what was created and deleted within the batch.</summary>
    public List<EntityRow> NewEntities { get; } = [];

    public List<EntityRow> ChangedEntities { get; } = [];

    public List<RelationRow> NewRelations { get; } = [];

    public List<RelationRow> ChangedRelations { get; } = [];

    public List<RelationRow> RelationsGone { get; } = [];

    public List<ChangeRow> EntityChanges { get; } = [];

    public List<RelationChange> RelationChanges { get; } = [];

    public List<(IdempotencyRequest Request, PgJson Result)> Answers { get; } = [];

    /// <summary>The number of the last change of the transaction.</summary>
    public int LastOrdinal => FirstOrdinal + EntityChanges.Count + RelationChanges.Count;

    public bool IsEmpty => LastOrdinal == FirstOrdinal && Answers.Count == 0
        && Sides is { Texts.Count: 0, TextsGone.Count: 0, Vectors.Count: 0, VectorsGone.Count: 0 };

    /// <summary>Sorts what a working set has become.</summary>
    public static WritePlan Of(WorkingSet set, SideRows sides, long generation, DateTimeOffset at, int firstOrdinal)
    {
        var plan = new WritePlan { Generation = generation, At = at, FirstOrdinal = firstOrdinal, Sides = sides };
        plan.EntityChanges.AddRange(set.Changes);
        plan.RelationChanges.AddRange(set.RelationChanges);
        plan.AddRelations(set);
        plan.AddEntities(set);
        return plan;
    }

    private void AddRelations(WorkingSet set)
    {
        foreach (var row in set.Relations.Where(row => !ReferenceEquals(row.Stored, row.Now)))
        {
            (row.Stored is null ? NewRelations : row.Now is null ? RelationsGone : ChangedRelations).Add(row);
        }

        foreach (var rows in new[] { NewRelations, ChangedRelations, RelationsGone })
        {
            rows.Sort(static (a, b) => Compare(a.Key, b.Key));
        }
    }

    private void AddEntities(WorkingSet set)
    {
        // What the log tells of must be found in it, also a relation that did not last.
        var ends = RelationChanges.SelectMany(change => new[] { change.Key.Source, change.Key.Target }).ToHashSet();
        foreach (var row in set.Entities.OrderBy(row => row.Id, StringComparer.Ordinal))
        {
            if (row.IsChanged)
            {
                // A derivation anew touches no row of entity.
                if (row.Now.Version != row.Stored!.Version || row.Now.State != row.Stored.State)
                {
                    ChangedEntities.Add(row);
                }
            }
            else if (row.Stored is null && (row.Now.State != EntityState.Stub || ends.Contains(row.Seq)))
            {
                NewEntities.Add(row);
            }
        }
    }

    private static int Compare(in RelationKey a, in RelationKey b)
    {
        var order = a.Source.CompareTo(b.Source);
        order = order != 0 ? order : string.CompareOrdinal(a.Type, b.Type);
        order = order != 0 ? order : a.Target.CompareTo(b.Target);
        return order != 0 ? order : string.CompareOrdinal(a.Key, b.Key);
    }
}
