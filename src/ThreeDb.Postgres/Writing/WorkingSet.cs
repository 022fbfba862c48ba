namespace ThreeDb.Postgres;

/// <summary>The rows that one write batch reads and changes. Units work on it one after the other; a failed unit is undone.</summary>
internal sealed class WorkingSet
{
    private readonly Dictionary<string, EntityRow> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<RelationKey, RelationRow> _relations = [];
    private readonly Dictionary<long, List<RelationRow>> _around = [];
    private readonly List<ChangeRow> _changes = [];
    private readonly List<(EntityRow Row, EntityImage Image)> _entityJournal = [];
    private readonly List<(RelationRow Row, RelationImage? Image)> _relationJournal = [];
    private int _changesBefore;

    public IReadOnlyCollection<EntityRow> Entities => _entities.Values;

    public IReadOnlyCollection<RelationRow> Relations => _relations.Values;

    public IReadOnlyList<ChangeRow> Changes => _changes;

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
        _relationJournal.Add((row, row.Now));
        row.Now = image;
        row.Actor = actor;
        row.Cause = cause;
    }

    /// <summary>Begins a unit.</summary>
    public void Begin()
    {
        _entityJournal.Clear();
        _relationJournal.Clear();
        _changesBefore = _changes.Count;
    }

    /// <summary>Undoes the unit that began last.</summary>
    public void Undo()
    {
        for (var i = _entityJournal.Count - 1; i >= 0; i--)
        {
            _entityJournal[i].Row.Now = _entityJournal[i].Image;
        }

        for (var i = _relationJournal.Count - 1; i >= 0; i--)
        {
            _relationJournal[i].Row.Now = _relationJournal[i].Image;
        }

        _changes.RemoveRange(_changesBefore, _changes.Count - _changesBefore);
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
