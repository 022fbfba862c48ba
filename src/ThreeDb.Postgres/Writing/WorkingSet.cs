namespace ThreeDb.Postgres;

/// <summary>The rows that one write batch reads and changes. Units work on it one after the other; a failed unit is undone.</summary>
internal sealed class WorkingSet
{
    private readonly Dictionary<string, EntityRow> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<RelationKey, RelationRow> _relations = [];
    private readonly Dictionary<long, List<RelationRow>> _around = [];
    private readonly List<ChangeRow> _changes = [];
    private readonly List<(EntityRow Row, EntityImage Image)> _entityJournal = [];
    private readonly List<RelationChange> _relationChanges = [];
    private int _changesBefore;
    private int _relationChangesBefore;

    public IReadOnlyCollection<EntityRow> Entities => _entities.Values;

    public IReadOnlyCollection<RelationRow> Relations => _relations.Values;

    public IReadOnlyList<ChangeRow> Changes => _changes;

    /// <summary>What was made of relations, in order.</summary>
    public IReadOnlyList<RelationChange> RelationChanges => _relationChanges;

    public EntityRow? Find(string id) => _entities.GetValueOrDefault(id);

    public RelationRow? Find(in RelationKey key) => _relations.GetValueOrDefault(key);

    public void Add(EntityRow row) => _entities.Add(row.Id, row);

    /// <summary>Adds a relation as stored, unless it is known.</summary>
    public RelationRow Add(in RelationKey key, RelationImage? stored)
    {
        if (!_relations.TryGetValue(key, out var row))
        {
            _relations.Add(key, row = new RelationRow(key, stored));
            Around(key.Source).Add(row);
            if (key.Target != key.Source)
            {
                Around(key.Target).Add(row);
            }
        }

        return row;
    }

    /// <summary>The known relations with an entity at either end.</summary>
    public IReadOnlyList<RelationRow> RelationsOf(long seq) => _around.TryGetValue(seq, out var rows) ? rows : [];

    public void Change(EntityRow row, EntityImage image, ChangeRow change)
    {
        _entityJournal.Add((row, row.Now));
        row.Now = image;
        _changes.Add(change);
    }

    public void Change(RelationRow row, RelationImage? image, string actor, Deletion? cause = null)
    {
        _relationChanges.Add(new RelationChange(row, row.Now, image, actor, cause));
        row.Now = image;
    }

    /// <summary>Begins a unit.</summary>
    public void Begin()
    {
        _entityJournal.Clear();
        (_changesBefore, _relationChangesBefore) = (_changes.Count, _relationChanges.Count);
    }

    /// <summary>Undoes the unit that began last.</summary>
    public void Undo()
    {
        for (var i = _entityJournal.Count - 1; i >= 0; i--)
        {
            _entityJournal[i].Row.Now = _entityJournal[i].Image;
        }

        for (var i = _relationChanges.Count - 1; i >= _relationChangesBefore; i--)
        {
            _relationChanges[i].Row.Now = _relationChanges[i].Before;
        }

        _changes.RemoveRange(_changesBefore, _changes.Count - _changesBefore);
        _relationChanges.RemoveRange(_relationChangesBefore, _relationChanges.Count - _relationChangesBefore);
        Begin();
    }

    private List<RelationRow> Around(long seq)
    {
        if (!_around.TryGetValue(seq, out var rows))
        {
            _around.Add(seq, rows = []);
        }

        return rows;
    }
}
