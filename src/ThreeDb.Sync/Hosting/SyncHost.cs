using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Runs the projections of all tenants in this process. Several processes may; of each projection one of them is the leader.</summary>
public sealed class SyncHost : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ISyncStore _store;
    private readonly IReadOnlyDictionary<string, IProjectionFactory> _factories;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<(int Tenant, string Name), ProjectionRunner> _runners = new();
    private readonly QueryGates _gates;
    private readonly Wake _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private DateTimeOffset? _runsSince;
    private int _closed;

    /// <summary>Makes a host; nothing runs yet.</summary>
    /// <param name="store">Where projections are kept.</param>
    /// <param name="factories">The connectors at hand.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where logs go.</param>
    public SyncHost(ISyncStore store, IEnumerable<IProjectionFactory> factories, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(factories);
        _store = store;
        _factories = factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal);
        _time = time;
        _log = log;
        _gates = new QueryGates(_factories, time);
    }

    /// <summary>The kinds of engines that this process has connectors for.</summary>
    public IReadOnlyCollection<string> Kinds => [.. _factories.Keys];

    /// <summary>Begins to run projections.</summary>
    public void Start()
    {
        _runsSince = _time.GetUtcNow();
        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>The projections of a tenant.</summary>
    /// <param name="tenantId">The tenant's number.</param>
    /// <param name="tenant">The tenant's name.</param>
    public ISync For(int tenantId, string tenant) =>
        new TenantSync(new TenantSync.Services(_store, _factories, _gates, _time, Touch, Doubt, FindReached, () => _runsSince), tenantId, tenant);

    /// <summary>Stops running projections; others take them over. Closing again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_runners.Values.Select(runner => runner.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _gates.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _wake.Dispose();
    }

    /// <summary>Something was declared or asked for: looks now instead of at the next turn.</summary>
    private void Touch(int tenant, string name)
    {
        if (_runners.TryGetValue((tenant, name), out var runner))
        {
            runner.With.Wake.Set();
        }
        else
        {
            _wake.Set();
        }
    }

    /// <summary>Somebody saw the engine of a projection away or emptied. Leaders in other processes find out by themselves.</summary>
    private void Doubt(int tenant, string name)
    {
        if (_runners.TryGetValue((tenant, name), out var runner))
        {
            runner.With.Health.Doubt();
            runner.With.Wake.Set();
        }
    }

    private Reached? FindReached(int tenant, string name) => _runners.TryGetValue((tenant, name), out var runner) ? runner.With.Reached : null;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                SyncLog.NotFound(_log, e, Interval.TotalSeconds);
            }

            await ((Task)_wake.WaitAsync(null, Interval, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, runner) in _runners.Where(entry => entry.Value.IsOver))
        {
            if (_runners.TryRemove(key, out _))
            {
                SyncMetrics.Forget(runner.With.Context);
                await runner.DisposeAsync().ConfigureAwait(false);
                await _gates.ForgetAsync(runner.With.Context.Tenant, runner.With.Context.Name).ConfigureAwait(false);
            }
        }

        var (open, current) = (_gates.Open, new HashSet<(string Tenant, string Name, long Settings)>());
        foreach (var tenant in await _store.TenantsAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var record in await _store.ListAsync(tenant, cancellationToken).ConfigureAwait(false))
            {
                if (!_runners.ContainsKey((tenant, record.Name)))
                {
                    _runners[(tenant, record.Name)] = await RunnerAsync(tenant, record.Name, cancellationToken).ConfigureAwait(false);
                }

                var with = _runners[(tenant, record.Name)].With;
                current.Add((with.Context.Tenant, record.Name, record.SettingsVersion));
                await MeasureAsync(with, record, cancellationToken).ConfigureAwait(false);
            }
        }

        // What was open before the records were read, and is none of theirs, was opened by an older one: by somebody who was late, or before others changed the settings.
        await _gates.CloseAsync(open.Where(way => !current.Contains(way))).ConfigureAwait(false);
    }

    // Here, and not by the leader: what that waits for, such as an engine that is away, must not stop the measuring.
    private async Task MeasureAsync(TermServices with, ProjectionRecord record, CancellationToken cancellationToken) =>
        SyncMetrics.Measured(with.Context, await StatusOf.RecordAsync(record, with.Source, _runsSince, _time, cancellationToken).ConfigureAwait(false));

    private async Task<ProjectionRunner> RunnerAsync(int tenant, string name, CancellationToken cancellationToken)
    {
        var source = await _store.SourceAsync(tenant, cancellationToken).ConfigureAwait(false);
        var context = new ProjectionContext(source.Tenant, name, _time);
        var health = new EngineHealth(_time);
        return new ProjectionRunner(new TermServices(tenant, context, _store, source, _factories, health, new Reached(), new Wake(), _log));
    }
}
