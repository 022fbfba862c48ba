using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Takes changes from the log to the projection, page by page. Owned by the leader's loop.</summary>
/// <remarks>
/// 1 a page of changes; 2 its distinct keys; 3 their current rows, of one moment; 4 shaped by the rules; 5 delivered; 6 only then passed, and told.
/// The last two part by part, where rows are large. Where rules choose types, the relations of entities that came or went are brought before them, in as many turns as that takes.
/// </remarks>
/// <param name="source">The log and the rows.</param>
/// <param name="rows">Reads and shapes rows.</param>
/// <param name="gathering">Which changes are gathered before they are applied.</param>
/// <param name="deliverer">Brings them there.</param>
/// <param name="targets">Where to: the projection, and a copy of it while one is built.</param>
/// <param name="start">Where to begin.</param>
/// <param name="passed">Told when a part of a page is passed that is not the last.</param>
/// <param name="time">The clock.</param>
internal sealed class Feeder(
    IChangeSource source, RowReader rows, Gathering gathering, Deliverer deliverer, Func<IReadOnlyList<IProjection>> targets, LogPoint start, Func<CancellationToken, Task> passed, TimeProvider time)
{
    /// <summary>The largest number of changes in a page: what is read and held at once.</summary>
    public const int PageSize = 5000;

    private readonly GatheredKeys _gathered = new(gathering, time);
    private readonly Dictionary<RowKey, SourceEntity> _plantedFirsts = [];
    private FollowedEnds? _following;
    private LogPoint _read = start;
    private LogPoint? _told;

    /// <summary>Told of every key that was applied, while somebody wants to know.</summary>
    public Action<RowKey>? OnApplied { get; set; }

    /// <summary>Everything up to here is applied or parked.</summary>
    public LogPoint Checkpoint => PlantedFault.Is(PlantedFault.GatheredPassed) ? _read : _gathered.OldestBefore ?? _read;

    /// <summary>Up to here the log has been read; what is gathered lies before.</summary>
    public LogPoint Read => _read;

    /// <summary>When the last change of the last page was made; null before the first.</summary>
    public DateTimeOffset? LastChangeAt { get; private set; }

    /// <summary>How much the last turn took: changes and gathered keys, or a whole page while relations are brought before one.</summary>
    public int LastCount { get; private set; }

    /// <summary>How long until gathered keys are due; null when none wait.</summary>
    public TimeSpan? NextDue => _gathered.NextDue;

    /// <summary>Takes one page, or some of the relations that come before it.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        // 1
        var most = Math.Min(PageSize, deliverer.RowsPerTurn);
        var page = _following?.Page ?? await NextPageAsync(most, cancellationToken).ConfigureAwait(false);
        if (PlantedFault.Is(PlantedFault.ReachedBeforeApply) || PlantedFault.Is(PlantedFault.CheckpointBeforeApply))
        {
            _read = page.Next;
        }

        // 2
        var due = _gathered.TakeDue(most);
        LastCount = _following is null ? page.Changes.Count + due.Count : PageSize;
        var changed = page.Changes.Select(change => change.Key).ToHashSet();
        if (page.Changes.Count == 0 && due.Count == 0)
        {
            _read = page.Next;
            if (_told is null)
            {
                await TellAsync(cancellationToken).ConfigureAwait(false);
            }

            return false;
        }

        // 3, 4, 5
        changed.ExceptWith(due);
        await (PlantedFault.Is(PlantedFault.CoalesceKeepsFirst)
            ? DeliverAsync(new SourceRows([.. due.Select(key => _plantedFirsts.GetValueOrDefault(key)).OfType<SourceEntity>()], []), cancellationToken)
            : ApplyAsync(due, cancellationToken)).ConfigureAwait(false);
        if (_following is { } begun && !await FollowAsync(begun, changed, most, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        // Read only in the turn that brings them: between turns others bring the same keys, too.
        var current = await rows.CurrentAsync(changed, cancellationToken).ConfigureAwait(false);
        if (PlantedFault.Is(PlantedFault.VersionOfTheChange))
        {
            current = current with { Entities = [.. current.Entities.Select(row => row with { Version = page.Changes.First(change => change.Key == RowKey.Entity(row.Seq)).Version })] };
        }

        if (rows.FollowsEnds && _following is null)
        {
            _following = new FollowedEnds(source, page, EndsOf(page, current));
            if (!await FollowAsync(_following, changed, most, cancellationToken).ConfigureAwait(false))
            {
                LastCount = PageSize;
                return true;
            }
        }

        _following = null;
        var parts = PageParts.Of(gathering.IsAny ? Gather(current) : current, page);
        foreach (var part in parts)
        {
            await DeliverAsync(part.Rows, cancellationToken).ConfigureAwait(false);

            // 6
            Pass(page, part.Passed);
            await TellAsync(cancellationToken).ConfigureAwait(false);
            if (part != parts[^1])
            {
                await passed(cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <summary>Applies keys as the source holds them now.</summary>
    public async Task ApplyAsync(HashSet<RowKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await DeliverAsync(await rows.CurrentAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ChangePage> NextPageAsync(int most, CancellationToken cancellationToken) => _gathered.IsFull
        ? new ChangePage { Changes = [], Next = _read, Frontier = 0, IsFull = true }
        : await source.ReadAsync(_read, most, cancellationToken).ConfigureAwait(false);

    // A new entity of a type that goes there changes nothing: its relations went there when it was a stub. Of every other one that came or went, nothing here says what it was before.
    private HashSet<long> EndsOf(ChangePage page, SourceRows current)
    {
        var same = current.Entities.Where(rows.IsOfWantedType).Select(entity => entity.Seq).ToHashSet();
        return [.. page.Changes.Where(change => !change.IsUpdate && !change.Key.IsRelation && (change.Version > 1 || !same.Contains(change.Key.Seq))).Select(change => change.Key.Seq)];
    }

    // Whether all are brought. Those that changed themselves come with the page; read later than it, they must not come before.
    private async Task<bool> FollowAsync(FollowedEnds ends, HashSet<RowKey> changed, int most, CancellationToken cancellationToken)
    {
        var keys = await ends.TakeAsync(most, cancellationToken).ConfigureAwait(false);
        if (keys.Where(key => !changed.Contains(key)).ToList() is { Count: > 0 } others)
        {
            await DeliverAsync(await source.CurrentAsync(others, rows.Needs, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        return ends.IsDone;
    }

    private void Pass(ChangePage page, LogPoint point)
    {
        _read = point;
        var last = page.Changes.LastOrDefault(change => change.Point <= point);
        LastChangeAt = last.At == default ? LastChangeAt : last.At;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var point = Checkpoint;
        if (_told is { } told && point <= told)
        {
            return;
        }

        foreach (var target in targets())
        {
            await deliverer.CallAsync(token => target.ReachedAsync(point, token), cancellationToken).ConfigureAwait(false);
        }

        _told = point;
    }

    private async Task DeliverAsync(SourceRows current, CancellationToken cancellationToken)
    {
        var shaped = rows.Shape(current);
        if (shaped.Count == 0)
        {
            return;
        }

        await deliverer.DeliverAsync(targets(), shaped, fresh: false, cancellationToken).ConfigureAwait(false);
        if (OnApplied is { } told)
        {
            foreach (var row in shaped.Entities)
            {
                told(row.RowKey);
            }

            foreach (var row in shaped.Relations)
            {
                told(row.RowKey);
            }
        }
    }

    // Removals are never gathered, also of what is gathered already: what is gone, or what the rules leave out from now on, must not answer for minutes.
    private SourceRows Gather(SourceRows current)
    {
        return new SourceRows(
            [.. current.Entities.Where(entity => !rows.IsWanted(entity) || !Waits(RowKey.Entity(entity.Seq), entity.Type!, entity))],
            [.. current.Relations.Where(relation => !rows.IsWanted(relation) || relation.From.Type is not { } type || !Waits(relation.RowKey, type))]);

        bool Waits(RowKey key, string type, SourceEntity? entity = null)
        {
            if (gathering.For(type) <= TimeSpan.Zero)
            {
                return false;
            }

            _gathered.Add(key, type, _read);
            if (PlantedFault.Is(PlantedFault.CoalesceKeepsFirst) && entity is not null)
            {
                _plantedFirsts.TryAdd(key, entity);
            }

            return true;
        }
    }
}
