using System.Collections.Concurrent;
using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Graphs;

/// <summary>A graph that is kept current: a packed base and what was touched since. One writer at a time; readers take <see cref="Current"/> and are never waited for.</summary>
public sealed class MemoryGraph : IMemoryStructure
{
    private const int MostDetails = 100_000;

    private readonly Lock _write = new();
    private readonly GraphNames _names;
    private readonly int _foldAbove;
    private volatile GraphView _current;
    private ConcurrentDictionary<string, int> _newIds = new(StringComparer.Ordinal);
    private HashSet<int>? _touchedSinceFold;
    private Task _folding = Task.CompletedTask;
    private long _touchedBytes;

    private MemoryGraph(GraphNames names, GraphView first, int foldAbove)
    {
        _names = names;
        _current = first;
        _foldAbove = foldAbove;
    }

    /// <summary>The newest version.</summary>
    public GraphView Current => _current;

    /// <summary>About how much memory this takes, in bytes.</summary>
    public long Bytes => _current.Base.Bytes + _names.Details.Bytes + _current.Touched.Bytes + Interlocked.Read(ref _touchedBytes);

    /// <summary>How many entities were touched since the base was packed.</summary>
    public int TouchedCount => _current.Touched.Count;

    /// <summary>How often the base was packed anew.</summary>
    public int Folds { get; private set; }

    /// <summary>The work of packing that is under way; completed when there is none.</summary>
    public Task Folding => _folding;

    /// <summary>A graph of what a builder has gathered.</summary>
    /// <param name="builder">The rows.</param>
    /// <param name="foldAbove">Packs the base anew when more entities than this, and more than a sixteenth of all, were touched.</param>
    public static MemoryGraph Of(GraphBuilder builder, int foldAbove = 4096)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var packed = builder.Build();
        var live = packed.NodeTypes.Length - packed.NodeTypes.Count((ushort)0);
        var counts = new GraphCounts(live, packed.RelationCount, packed.SeqEnd) { Negative = builder.CountNegativeWeights() };
        return new MemoryGraph(builder.Names, new GraphView(packed, NodePages.Empty, new Dictionary<string, int>(), builder.Names, counts, 1), foldAbove);
    }

    /// <summary>Takes rows as they are in the source now; the next reader sees all of them, one before it none.</summary>
    /// <exception cref="StructureTooLargeException">Something cannot be numbered, or it has to be loaded anew: numbers of weights and times are never taken back, or packing failed.</exception>
    public void Apply(SourceRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        lock (_write)
        {
            var edit = new GraphEdit(_current, _names);
            foreach (var entity in rows.Entities)
            {
                edit.Set(entity);
            }

            foreach (var relation in rows.Relations)
            {
                edit.Set(relation);
            }

            if (edit.Entries.Count > 0)
            {
                AddIds(edit);
                _touchedSinceFold?.UnionWith(edit.Entries.Keys);
                Interlocked.Add(ref _touchedBytes, edit.AddedBytes);
                _current = new GraphView(_current.Base, _current.Touched.With(edit.Entries), _newIds, _names, edit.Counts, _current.Version + 1);
            }

            if (_folding.IsFaulted || (_names.Details.Count > MostDetails && _names.Details.Count > 2 * _current.Counts.Relations))
            {
                throw new GraphTooLargeException(_folding.Exception?.InnerException?.Message ?? "more weights and times have come and gone than there are relations");
            }

            if (_folding.IsCompleted && TouchedCount > _foldAbove && TouchedCount > _current.SeqEnd / 16)
            {
                BeginFold();
            }
        }
    }

    // All versions since the base was packed share the ids: one that another entity takes over is changed for versions to come only.
    private void AddIds(GraphEdit edit)
    {
        foreach (var (seq, entry) in edit.Entries)
        {
            if (entry.Id is { } id && !_newIds.TryAdd(id, seq) && _newIds[id] != seq)
            {
                _newIds = new(_newIds, StringComparer.Ordinal) { [id] = seq };
            }
        }
    }

    // Whoever reads goes on with the version it has; whoever writes meanwhile is noted, and stays on top of the new base.
    private void BeginFold()
    {
        var from = _current;
        _touchedSinceFold = [];
        _folding = Task.Run(() =>
        {
            try
            {
                var packed = BaseFold.Pack(from);
                lock (_write)
                {
                    var now = _current;
                    var later = _touchedSinceFold!.Select(seq => KeyValuePair.Create(seq, now.Touched.Find(seq)!)).ToList();
                    _newIds = new(later.Where(entry => entry.Value.Id is not null).Select(entry => KeyValuePair.Create(entry.Value.Id!, entry.Key)), StringComparer.Ordinal);
                    _current = new GraphView(packed, NodePages.Empty.With(later), _newIds, _names, now.Counts, now.Version + 1);
                    Interlocked.Exchange(ref _touchedBytes, later.Sum(entry => entry.Value.Bytes));
                    Folds++;
                }
            }
            finally
            {
                _touchedSinceFold = null;
            }
        });
    }
}
