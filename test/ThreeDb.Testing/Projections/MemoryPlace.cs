using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>One copy in a <see cref="MemoryEngine"/>: nodes, relations and the newest fence, behind one lock.</summary>
public sealed class MemoryPlace(MemoryFaults faults)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, MemoryNode> _nodes = [];
    private readonly Dictionary<RowKey, ProjectedRelation> _relations = [];
    private readonly List<ProjectionBatch> _batches = [];
    private readonly List<string> _violations = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Fence _newest;
    private string _fedBy = "";

    /// <summary>What goes wrong with it.</summary>
    public MemoryFaults Faults { get; } = faults;

    /// <summary>The batches that were applied, in order.</summary>
    public IReadOnlyList<ProjectionBatch> Batches => Locked(() => _batches.ToArray());

    /// <summary>Promises of the runner that were broken.</summary>
    public IReadOnlyList<string> Violations => Locked(() => _violations.ToArray());

    /// <summary>How many writes were refused because they came late, or from a leader that was followed.</summary>
    public int Refusals { get; private set; }

    /// <summary>The entities, by seq; stubs are not among them.</summary>
    public IReadOnlyList<ProjectedEntity> Entities => Locked(() => _nodes.Values.Select(node => node.Row).OfType<ProjectedEntity>().OrderBy(row => row.Seq).ToArray());

    /// <summary>The entities of a range, in no order.</summary>
    public IReadOnlyList<ProjectedEntity> EntitiesIn(SeqRange range) => Locked(() => _nodes.Values.Select(node => node.Row).OfType<ProjectedEntity>().Where(row => row.Seq >= range.From && row.Seq < range.To).ToArray());

    /// <summary>The relations whose sources lie in a range, in no order.</summary>
    public IReadOnlyList<ProjectedRelation> RelationsIn(SeqRange range) => Locked(() => _relations.Values.Where(row => row.RowKey.Seq >= range.From && row.RowKey.Seq < range.To).ToArray());

    /// <summary>The relations.</summary>
    public IReadOnlyList<ProjectedRelation> Relations => Locked(() => _relations.Values.ToArray());

    /// <summary>The seqs of stubs.</summary>
    public IReadOnlyList<long> Stubs => Locked(() => _nodes.Where(pair => pair.Value.Row is null).Select(pair => pair.Key).ToArray());

    /// <summary>Whether nothing is here, not even a fence.</summary>
    public bool IsEmpty => Locked(() => _nodes.Count == 0 && _relations.Count == 0 && _newest == default);

    /// <summary>Whether it has what preparing makes beside the fence: a constraint, in other engines.</summary>
    public bool IsConstrained { get; private set; }

    /// <summary>How many batches were applied without it.</summary>
    public int UnconstrainedBatches { get; private set; }

    /// <summary>Takes the constraint away behind the projection's back.</summary>
    public void DropConstraint() => Change(() => IsConstrained = false);

    /// <summary>Empties it behind the projection's back, the fence included.</summary>
    public void Empty() => Change(Clear);

    /// <summary>Waits until something holds; looked at after every change.</summary>
    public async Task UntilAsync(Func<MemoryPlace, bool> condition, TimeSpan atMost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(atMost);
        while (true)
        {
            var changed = Locked(() => _changed.Task);
            if (condition(this))
            {
                return;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    /// <summary>Changes rows behind the projection's back. A null row removes.</summary>
    public void Tamper(RowKey key, ProjectedEntity? entity, ProjectedRelation? relation) => Change(() =>
    {
        if (key.IsRelation)
        {
            SetRelation(relation ?? Rows.Gone(key));
        }
        else if (!MemoryDefect.Is(MemoryDefect.HashKept) || entity is null)
        {
            SetEntity(entity ?? Rows.Gone(key.Seq));
        }
    });

    internal void Prepare(Fence fence, ProjectionContext context) => Change(() =>
    {
        if (context.MayTakeOver(_fedBy))
        {
            Clear();
        }

        Own(context);
        if (fence < _newest && !MemoryDefect.Is(MemoryDefect.FenceForgottenAtPrepare))
        {
            throw new ProjectionFencedException($"The leader {fence} comes after {_newest}.");
        }

        _newest = fence;
        IsConstrained = true;
        _fedBy = context.Database ?? _fedBy;
    });

    internal void Probe(Fence fence, ProjectionContext context) => Locked(() =>
    {
        Own(context);
        Require(fence);
        return true;
    });

    internal void Apply(ProjectionBatch batch, ProjectionContext context) => Change(() =>
    {
        Own(context);
        Fence(batch.Fence);
        Demand(batch);
        Faults.Examine(batch, half => Set(half));
        Set(batch);
        _batches.Add(batch);
        UnconstrainedBatches += IsConstrained ? 0 : 1;
    });

    internal void Refused() => Change(() => Refusals++);

    internal void Broken(string promise) => Change(() => _violations.Add(promise));

    internal void Drop(Fence fence, ProjectionContext context) => Change(() =>
    {
        if (context.IsForeign(_fedBy))
        {
            return;
        }

        if (fence < _newest && !MemoryDefect.Is(MemoryDefect.DropNotCompared))
        {
            throw new ProjectionFencedException($"The leader {fence} comes after {_newest}.");
        }

        Clear();
    });

    /// <summary>Takes everything over from another copy. One that is not there has been taken over before.</summary>
    internal void Become(MemoryPlace copy, Fence fence)
    {
        if (copy.IsEmpty)
        {
            return;
        }

        var (entities, relations) = (copy.Entities, copy.Relations);
        Change(() =>
        {
            _nodes.Clear();
            _relations.Clear();
            Set(new ProjectionBatch(fence, entities, relations));
            _newest = fence;
        });
        copy.Change(copy.Clear);
    }

    private void Clear()
    {
        _nodes.Clear();
        _relations.Clear();
        (_newest, _fedBy) = (MemoryDefect.Is(MemoryDefect.FenceSurvivesDrop) ? _newest : default, "");
    }

    private void Own(ProjectionContext context)
    {
        if (!MemoryDefect.Is(MemoryDefect.DatabasesMixed))
        {
            context.RequireOwn(_fedBy);
        }
    }

    private void Fence(Fence fence)
    {
        Require(fence);
        _newest = fence;
    }

    private void Require(Fence fence)
    {
        if (_newest == default && !MemoryDefect.Is(MemoryDefect.LossNotNoticed))
        {
            throw new ProjectionLostException("The engine in memory was emptied.");
        }

        var isOlder = (fence.Epoch < _newest.Epoch && !MemoryDefect.Is(MemoryDefect.EpochNotCompared))
            || (fence.Epoch == _newest.Epoch && fence.Number <= _newest.Number && !MemoryDefect.Is(MemoryDefect.NumberNotCompared));
        if (isOlder)
        {
            throw new ProjectionFencedException($"The write {fence} is not newer than {_newest}.");
        }
    }

    // What the runner promises.
    private void Demand(ProjectionBatch batch)
    {
        if (batch.Entities.Select(row => row.RowKey).Concat(batch.Relations.Select(row => row.RowKey)).Distinct().Count() != batch.Count)
        {
            _violations.Add($"A key is twice in the batch {batch.Fence}.");
        }

        if (batch.Count > MemoryProjection.LargestBatch)
        {
            _violations.Add($"The batch {batch.Fence} has {batch.Count} rows.");
        }

        if (batch.IsFresh && (batch.Entities.Any(row => _nodes.GetValueOrDefault(row.Seq)?.Row is not null) || batch.Relations.Any(row => _relations.ContainsKey(row.RowKey))))
        {
            _violations.Add($"The batch {batch.Fence} is called fresh and has rows that are held.");
        }
    }

    private void Set(ProjectionBatch batch)
    {
        foreach (var entity in batch.Entities)
        {
            SetEntity(entity);
        }

        foreach (var relation in batch.Relations)
        {
            SetRelation(relation);
        }
    }

    private void SetEntity(ProjectedEntity entity)
    {
        var held = _nodes.GetValueOrDefault(entity.Seq);
        if (entity.IsLive)
        {
            _nodes[entity.Seq] = MemoryDefects.Entity(held, entity);
        }
        else if (held is not null && !MemoryDefect.Is(MemoryDefect.DropDeletes))
        {
            if (MemoryDefect.Is(MemoryDefect.RemovalTakesRelations))
            {
                _relations.Keys.Where(key => key.Seq == entity.Seq || key.Target == entity.Seq).ToList().ForEach(key => _relations.Remove(key));
            }

            _nodes[entity.Seq] = held with { Row = null };
            Sweep(entity.Seq);
        }
    }

    private void SetRelation(ProjectedRelation relation)
    {
        var key = MemoryDefect.Is(MemoryDefect.RelationKeyIgnored) ? relation.RowKey with { Key = "" } : relation.RowKey;
        if (relation.IsLive)
        {
            _nodes.TryAdd(key.Seq, new MemoryNode(relation.From, null));
            _nodes.TryAdd(key.Target, new MemoryNode(relation.To, null));
            _relations[key] = relation with { RowKey = key };
        }
        else if (!MemoryDefect.Is(MemoryDefect.DropDeletes) && _relations.Remove(key))
        {
            Sweep(key.Seq);
            Sweep(key.Target);
        }
    }

    // A stub without relations serves nobody.
    private void Sweep(long seq)
    {
        if (_nodes.GetValueOrDefault(seq) is { Row: null } && !_relations.Keys.Any(key => key.Seq == seq || key.Target == seq))
        {
            _nodes.Remove(seq);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}

/// <summary>A node: an entity, or a stub when there is no row.</summary>
internal sealed record MemoryNode(string Id, ProjectedEntity? Row);
