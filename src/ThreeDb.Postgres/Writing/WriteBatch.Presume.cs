namespace ThreeDb.Postgres;

/// <content>Planning without reading first, which saves a create its first round trip.</content>
internal sealed partial class WriteBatch
{
    private readonly List<long> _presumedEnds = [];

    /// <summary>Whether the batch was planned without reading.</summary>
    public bool Presumed { get; private set; }

    /// <summary>
    /// Presumes that the ids to create have no row, that the relations to make are not there, and that the ends of relations are the
    /// live entities that they were when last met. Keys and a check in the transaction refuse the batch if it is otherwise.
    /// </summary>
    private async ValueTask<bool> PresumeAsync(BatchNeeds needs, CancellationToken cancellationToken)
    {
        if (transaction is not null || _texts.HasQuestions || services.Clock.Now is not { } now || !OnlyMakes() || !services.Presumption.Allows(tenant))
        {
            return false;
        }

        if (needs.Changed.Any(id => services.Known.Contains(tenant, id)))
        {
            return false;
        }

        var ends = new List<(string Id, long Seq)>(needs.Ends.Count);
        foreach (var id in needs.Ends)
        {
            if (services.Known.Find(tenant, id) is not { IsLive: true } known)
            {
                return false;
            }

            ends.Add((id, known.Seq));
        }

        foreach (var (id, seq) in ends)
        {
            _set.Add(new EntityRow(id, seq, new EntityImage { State = EntityState.Live }));
            _presumedEnds.Add(seq);
        }

        _now = now;
        _found = new BatchFound();
        await AddMissingAsync(needs.Changed, cancellationToken).ConfigureAwait(false);
        return Presumed = true;
    }

    private bool OnlyMakes()
    {
        foreach (var unit in units)
        {
            foreach (var mutation in unit.Mutations)
            {
                // What is merged may be refused where nothing exists, and then no write would ask whether nothing does.
                if (mutation is not PreparedCreate { Patch: null } and not PreparedRelate)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
