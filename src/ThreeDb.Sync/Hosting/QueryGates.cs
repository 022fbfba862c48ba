using System.Collections.Concurrent;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>The ways in which this process asks engines: connections of their own, apart from those that apply changes, few at a time.</summary>
internal sealed class QueryGates(IReadOnlyDictionary<string, IProjectionFactory> factories, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Tenant, string Name, long Settings), QueryGate> _gates = new();

    /// <summary>The projections to which there is a way at this moment, by the version of the settings that it was made with.</summary>
    public IReadOnlyCollection<(string Tenant, string Name, long Settings)> Open => [.. _gates.Keys];

    /// <summary>The way to ask one projection.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7007</c>, <c>TDB7006</c>.</exception>
    public async Task<QueryGate> OpenAsync(string tenant, ProjectionRecord record)
    {
        var key = (tenant, record.Name, record.SettingsVersion);
        if (_gates.TryGetValue(key, out var known))
        {
            return known;
        }

        var projection = ProjectionMaker.Make(factories, new ProjectionContext(tenant, record.Name, time), record.Definition);
        if (projection is not IQueryableProjection queryable)
        {
            await projection.DisposeAsync().ConfigureAwait(false);
            throw new ThreeDbException(ErrorCodes.NotQueryable, $"The projection '{record.Name}' is into {record.Definition.Kind}, which takes no queries.");
        }

        var made = new QueryGate(queryable, new EngineHealth(time));
        var gate = _gates.GetOrAdd(key, made);
        if (gate != made)
        {
            await made.DisposeAsync().ConfigureAwait(false);
        }

        await CloseAsync(Open.Where(other => other.Tenant == tenant && other.Name == record.Name && other.Settings < record.SettingsVersion)).ConfigureAwait(false);
        return gate;
    }

    /// <summary>Closes the way to a projection that is gone.</summary>
    public Task ForgetAsync(string tenant, string name) => CloseAsync(Open.Where(way => way.Tenant == tenant && way.Name == name));

    /// <summary>Closes ways, as far as they are open.</summary>
    public async Task CloseAsync(IEnumerable<(string Tenant, string Name, long Settings)> ways)
    {
        foreach (var way in ways)
        {
            if (_gates.TryRemove(way, out var gone))
            {
                await gone.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
        {
            await gate.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>The way to ask one projection: a bounded number of queries at once, none while the engine is away. Closed while some run, it lasts until the last of them has its answer.</summary>
internal sealed class QueryGate(IQueryableProjection projection, EngineHealth health) : IAsyncDisposable
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _places = new(AtOnce);
    private int _users = 1; // Whoever opened it, until it is closed, and all who ask.
    private bool _isClosed;
    private long _probedAt;

    /// <exception cref="ThreeDbException"><c>TDB7001</c> while the engine is away, when too many ask at once, or when the way is closed.</exception>
    public async Task<EngineAnswer> AskAsync(EngineQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            return await InTurnAsync(query, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets nobody ask any more, and waits for nobody: who asks has an answer coming.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return ValueTask.CompletedTask;
            }

            _isClosed = true;
        }

        return LeaveAsync();
    }

    private async Task<EngineAnswer> InTurnAsync(EngineQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        if (health.IsOpen && time.GetElapsedTime(Volatile.Read(ref _probedAt)) < EngineHealth.ProbePause)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "The engine did not answer the last queries; none is sent for a moment.") { RetryAfter = EngineHealth.ProbePause };
        }

        if (!await _places.WaitAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, $"{AtOnce} queries are being answered already; this one waited {Patience.TotalSeconds} s for its turn.") { RetryAfter = Patience };
        }

        try
        {
            Volatile.Write(ref _probedAt, time.GetTimestamp());
            var answer = await projection.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            health.Succeeded();
            return answer;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionUnreachable)
        {
            await health.FailedAsync(e).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _places.Release();
        }
    }

    private void Enter()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "The projection was removed or declared anew just when it was to be asked.", "Ask again.")
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }

            _users++;
        }
    }

    private async ValueTask LeaveAsync()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_users == 0;
        }

        if (isLast)
        {
            await projection.DisposeAsync().ConfigureAwait(false);
            _places.Dispose();
        }
    }
}
