using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What a leader does beside the feed to make the engine equal to the source: a rebuild, or a comparison, in small steps.</summary>
internal sealed class Repairs(
    TermServices services, ILeadership leadership, IProjection projection, RowReader rows, Deliverer deliverer, EngineCheck check, StatusKeeper status) : IAsyncDisposable
{
    private Rebuilder? _rebuilder;
    private IProjection? _copy;
    private Reconciler? _reconciler;
    private long _reconcileFor;

    /// <summary>The feed beside which the work is done; set before anything is begun.</summary>
    public Feeder Feeder { get; set; } = null!;

    /// <summary>What the feed is applied to: the projection, and its copy while one is built.</summary>
    public IReadOnlyList<IProjection> Targets => _copy is null || PlantedFault.Is(PlantedFault.RebuildWithoutFeed) ? [projection] : [projection, _copy];

    /// <summary>How far a rebuild is; null without one.</summary>
    public RebuildCursor? Rebuilding => _rebuilder?.Cursor;

    /// <summary>Whether there is something to do.</summary>
    public bool IsBusy => _rebuilder is not null || _reconciler is not null;

    /// <summary>Whether what people read has all that the feed has passed: no rebuild goes on, or one into a copy.</summary>
    public bool IsWhole => _rebuilder is null || _copy is not null;

    /// <summary>How far the work is, for people; null without any.</summary>
    public SyncProgress? Progress => _rebuilder?.Progress ?? _reconciler?.Progress;

    /// <summary>Builds the engine's copy anew: all of it, or these types; <paramref name="request"/> is the number of rebuilds asked for that this answers.</summary>
    public async Task RebuildAsync(IReadOnlyList<string>? types, long request, string why, CancellationToken cancellationToken)
    {
        var copy = types is null && projection is ISwappableProjection;
        var end = await services.Source.EndAsync(cancellationToken).ConfigureAwait(false);
        var cursor = new RebuildCursor(false, 0, end, copy, types, services.Time.GetUtcNow(), request, why);
        await RebuildFromAsync(cursor, isEmpty: copy, goOn: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds from a place on. <paramref name="goOn"/>: the copy begun before is gone on with; when it is not there, all is built anew.</summary>
    public async Task RebuildFromAsync(RebuildCursor cursor, bool isEmpty, bool goOn, CancellationToken cancellationToken)
    {
        if (_copy is not null)
        {
            await _copy.DisposeAsync().ConfigureAwait(false);
            _copy = null;
        }

        if (cursor.Copy)
        {
            if (!goOn)
            {
                // Stored before the copy is there: a cursor from before would take it for one that holds the rows behind that cursor.
                status.Change(now => now with { Rebuild = cursor });
                await status.SaveAsync(cancellationToken).ConfigureAwait(false);
            }

            var swappable = (ISwappableProjection)projection;
            _copy = await deliverer.CallAsync(token => swappable.BeginCopyAsync(deliverer.NextFence(), goOn, token), cancellationToken).ConfigureAwait(false);
            if (_copy is null && goOn)
            {
                // The leader before may have swapped it and come no further; an empty one, finished from here, would lack the rows behind the cursor.
                await RebuildAsync(null, cursor.ForRebuild, cursor.Why ?? RebuildCauses.Request, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        else if (!isEmpty)
        {
            check.WantPreparation();
        }

        _rebuilder = new Rebuilder(services.Source, rows, deliverer, _copy ?? projection, cursor, isEmpty);
        Feeder.OnApplied = _rebuilder.Touch;
        status.Change(now => now with { Rebuild = cursor });
    }

    /// <summary>Compares the engine with the source, and repairs; <paramref name="request"/> is the number of comparisons asked for that this answers.</summary>
    public async Task ReconcileAsync(string cause, long request, CancellationToken cancellationToken)
    {
        var parked = await services.Store.ParkedKeysAsync(services.Tenant, services.Context.Name, cancellationToken).ConfigureAwait(false);
        deliverer.Know(parked);
        var end = await services.Source.EndAsync(cancellationToken).ConfigureAwait(false);
        check.WantPreparation();
        _reconciler = new Reconciler(services.Source, rows, deliverer, projection, Feeder, cause, end, services.Time);
        _reconcileFor = request;
    }

    /// <summary>Does the next step.</summary>
    /// <returns>Whether there was something to do.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await check.PrepareIfWantedAsync(cancellationToken).ConfigureAwait(false);
        if (_rebuilder is { } rebuilder)
        {
            await rebuilder.StepAsync(cancellationToken).ConfigureAwait(false);
            status.Change(now => now with { Rebuild = rebuilder.Cursor });
            if (rebuilder.IsDone)
            {
                await EndRebuildAsync(rebuilder, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }

        if (_reconciler is { } reconciler)
        {
            await reconciler.StepAsync(cancellationToken).ConfigureAwait(false);
            if (reconciler.IsDone)
            {
                await EndReconcileAsync(reconciler, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_copy is not null)
        {
            await _copy.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task EndRebuildAsync(Rebuilder rebuilder, CancellationToken cancellationToken)
    {
        if (_copy is not null)
        {
            var swappable = (ISwappableProjection)projection;
            await deliverer.CallAsync(token => swappable.SwapAsync(deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
            await _copy.DisposeAsync().ConfigureAwait(false);
            _copy = null;
        }

        _rebuilder = null;
        Feeder.OnApplied = null;
        await leadership.ReportAsync(rebuilder.Cursor.Report(services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        status.Change(now => now with { Rebuild = null, Work = null, RebuildsDone = Math.Max(now.RebuildsDone, rebuilder.Cursor.ForRebuild) });
        await status.SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task EndReconcileAsync(Reconciler reconciler, CancellationToken cancellationToken)
    {
        var report = reconciler.Report;
        _reconciler = null;
        await leadership.ReportAsync(report, cancellationToken).ConfigureAwait(false);
        SyncMetrics.Reconciled(services.Context, report);
        SyncLog.Reconciled(services.Log, services.Context.Name, services.Context.Tenant, report.Missing, report.Orphans, report.Differing);
        status.Change(now => now with { Work = null, ReconcilesDone = Math.Max(now.ReconcilesDone, _reconcileFor) });
        await status.SaveAsync(cancellationToken).ConfigureAwait(false);
    }
}
