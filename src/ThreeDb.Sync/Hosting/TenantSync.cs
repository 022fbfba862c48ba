using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>The projections of one tenant, for people.</summary>
internal sealed class TenantSync(TenantSync.Services services, int tenantId, string tenant) : ISync
{
    private const int MostRows = 10_000;
    private const double LongestQuery = 60;
    private static readonly TimeSpan PatienceForDrop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    public async Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default)
    {
        var records = await services.Store.ListAsync(tenantId, cancellationToken).ConfigureAwait(false);
        if (records.Count == 0)
        {
            return [];
        }

        var source = await services.Store.SourceAsync(tenantId, cancellationToken).ConfigureAwait(false);
        var list = new List<ProjectionStatus>();
        foreach (var record in records)
        {
            list.Add(await StatusOf.RecordAsync(record, source, services.RunsSince(), services.Time, cancellationToken).ConfigureAwait(false));
        }

        return list;
    }

    public async Task<ProjectionStatus> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        var record = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var source = await services.Store.SourceAsync(tenantId, cancellationToken).ConfigureAwait(false);
        return await StatusOf.RecordAsync(record, source, services.RunsSince(), services.Time, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ProjectionStatus> PutAsync(string name, ProjectionDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Identifiers.CheckName(name, "projection", "/name");
        var before = await TryFindAsync(name, cancellationToken).ConfigureAwait(false);
        var stored = before?.Definition;
        var isUnchanged = DeclaredSettings.IsUnchanged(definition, stored);
        definition = DeclaredSettings.Given(definition, stored);
        var (form, rules) = (definition.Faults, definition.Rules ?? new SyncRules());
        List<FieldError> faults =
        [
            .. form,
            .. (isUnchanged ? [] : ProjectionMaker.Faults(services.Factories, definition))
                .Concat(SyncRulesCheck.Faults(rules).Concat(IneffectiveMembers.Faults(rules)).Select(fault => new FieldError("/rules" + fault.Pointer, fault.Detail)))
                .Where(fault => !form.Any(known => known.Pointer.Length == 0 || known.Pointer == fault.Pointer)),
        ];
        if (faults.Count > 0)
        {
            throw new ThreeDbException(ErrorCodes.InvalidProjection, FieldError.Summary("The definition", faults), errors: faults);
        }

        await services.Store.PutAsync(tenantId, name, definition, cancellationToken).ConfigureAwait(false);
        services.Touch(tenantId, name);
        var context = new ProjectionContext(tenant, name, services.Time) { Database = services.Store.Database };
        return await GetAsync(name, cancellationToken).ConfigureAwait(false) with { Left = LeftCopies.Of(services.Factories, context, before, definition) };
    }

    public async Task DeleteAsync(string name, bool keepData = false, CancellationToken cancellationToken = default)
    {
        if (keepData)
        {
            await FindAsync(name, cancellationToken).ConfigureAwait(false);
            await services.Store.DeleteAsync(tenantId, name, cancellationToken).ConfigureAwait(false);
            services.Touch(tenantId, name);
            return;
        }

        await RequestAsync(name, SyncRequest.Drop, cancellationToken).ConfigureAwait(false);
        var started = services.Time.GetTimestamp();
        while (await TryFindAsync(name, cancellationToken).ConfigureAwait(false) is { } record)
        {
            if (services.Time.GetElapsedTime(started) > PatienceForDrop)
            {
                throw new ThreeDbException(ErrorCodes.ProjectionUnreachable,
                    $"The projection '{name}' is still dropping what it made in its engine" + (record.Progress?.Reason is { } reason ? $": {reason}" : "."),
                    $"It goes on by itself once the engine answers. To leave what the engine holds: {Remedies.RemoveAndKeep(name)}, over HTTP keepData=true.");
            }

            await Task.Delay(Poll, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<ProjectionStatus> PauseAsync(string name, CancellationToken cancellationToken = default) => AskAsync(name, SyncRequest.Pause, cancellationToken);

    public Task<ProjectionStatus> ResumeAsync(string name, CancellationToken cancellationToken = default) => AskAsync(name, SyncRequest.Resume, cancellationToken);

    public Task<ProjectionStatus> RebuildAsync(string name, CancellationToken cancellationToken = default) => AskAsync(name, SyncRequest.Rebuild, cancellationToken);

    public Task<ProjectionStatus> ReconcileAsync(string name, CancellationToken cancellationToken = default) => AskAsync(name, SyncRequest.Reconcile, cancellationToken);

    public async Task<IReadOnlyList<ReconcileReport>> ReportsAsync(string name, int limit = 20, CancellationToken cancellationToken = default)
    {
        await FindAsync(name, cancellationToken).ConfigureAwait(false);
        return await services.Store.ReportsAsync(tenantId, name, Limit(limit, 100), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string name, int limit = 100, CancellationToken cancellationToken = default)
    {
        await FindAsync(name, cancellationToken).ConfigureAwait(false);
        return await services.Store.DeadLettersAsync(tenantId, name, Limit(limit, MostRows), cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> RetryAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default)
    {
        await FindAsync(name, cancellationToken).ConfigureAwait(false);
        var count = await services.Store.RetryAsync(tenantId, name, letters, cancellationToken).ConfigureAwait(false);
        services.Touch(tenantId, name);
        return count;
    }

    public async Task<int> DiscardAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default)
    {
        await FindAsync(name, cancellationToken).ConfigureAwait(false);
        return await services.Store.DiscardAsync(tenantId, name, letters, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RoutedAnswer> QueryAsync(string name, RoutedQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Limit(query.Limit, MostRows);
        if (!(query.TimeoutSeconds > 0 && query.TimeoutSeconds <= LongestQuery))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "The timeout is more than 0 and at most 60 seconds.", errors: [new FieldError("/timeoutSeconds", "more than 0, at most 60")]);
        }

        if (!(query.WaitSeconds >= 0 && query.WaitSeconds <= LongestQuery))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "The wait is 0 to 60 seconds.", errors: [new FieldError("/waitSeconds", "0 to 60")]);
        }

        var source = await services.Store.SourceAsync(tenantId, cancellationToken).ConfigureAwait(false);
        var (record, gate, point) = await ReachAsync(name, query, source, cancellationToken).ConfigureAwait(false);
        var lag = await source.FrontierAsync(point, cancellationToken).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var request = new EngineQuery(query.Cypher, query.Parameters ?? new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(query.TimeoutSeconds), limit);
        var answer = await AskAsync(gate, name, request, cancellationToken).ConfigureAwait(false);
        return new RoutedAnswer(record.Definition.Kind, answer.Columns, answer.Rows, answer.Truncated, source.Encode(point),
            StatusOf.Lag(lag, services.Time), Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3));
    }

    // Settings may change during the wait: then another engine reached what is demanded than the one that was to be asked. The way to it is opened before, for what
    // cannot be asked is not waited for, and after, for it may have been closed meanwhile.
    private async Task<(ProjectionRecord Record, QueryGate Gate, LogPoint Point)> ReachAsync(string name, RoutedQuery query, IChangeSource source, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var record = await FindToAskAsync(name, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await services.Gates.OpenAsync(tenant, record).ConfigureAwait(false);
            var wanted = await DemandAsync(query, record, source, cancellationToken).ConfigureAwait(false);
            var left = TimeSpan.FromSeconds(query.WaitSeconds) - services.Time.GetElapsedTime(started);
            var point = await new ReachedWait(services, source, tenantId, name).ForAsync(wanted, record.SettingsVersion, left, cancellationToken).ConfigureAwait(false);
            var now = wanted is null ? record : await FindToAskAsync(name, cancellationToken).ConfigureAwait(false);
            if (now.SettingsVersion == record.SettingsVersion)
            {
                return (record, await services.Gates.OpenAsync(tenant, record).ConfigureAwait(false), point);
            }

            record = now;
        }
    }

    // Nobody asks what is gone any more: the way to it is closed.
    private async Task<ProjectionRecord> FindToAskAsync(string name, CancellationToken cancellationToken)
    {
        if (await TryFindAsync(name, cancellationToken).ConfigureAwait(false) is { } record)
        {
            return record;
        }

        await services.Gates.ForgetAsync(tenant, name).ConfigureAwait(false);
        throw NotFound(name);
    }

    // Whoever asks may be the first to notice that the engine is away or was emptied: its leader looks at once.
    private async Task<EngineAnswer> AskAsync(QueryGate gate, string name, EngineQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.AskAsync(query, services.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionUnreachable || e.Code == ErrorCodes.ProjectionLost)
        {
            services.Doubt(tenantId, name);
            throw;
        }
    }

    // What was committed before the query began must be in its answer when the projection carries a type whose reads are immediate. A query in Cypher does not say
    // which types it reads.
    private static async Task<LogPoint?> DemandAsync(RoutedQuery query, ProjectionRecord record, IChangeSource source, CancellationToken cancellationToken)
    {
        LogPoint? given = query.AtLeast is { } position ? await source.DemandedAsync(position, cancellationToken).ConfigureAwait(false) : null;
        if (!RulesPlan.Of(record.Definition.Rules).CarriesImmediate(record.Consistencies))
        {
            return given;
        }

        var newest = await source.NewestAsync(cancellationToken).ConfigureAwait(false);
        return given > newest ? given : newest;
    }

    private static int Limit(int limit, int most) => limit >= 1 && limit <= most
        ? limit
        : throw new ThreeDbException(ErrorCodes.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"The limit is 1 to {most:N0}, not {limit:N0}."), errors: [new FieldError("/limit", string.Create(CultureInfo.InvariantCulture, $"1 to {most:N0}"))]);

    private async Task<ProjectionStatus> AskAsync(string name, SyncRequest request, CancellationToken cancellationToken)
    {
        await RequestAsync(name, request, cancellationToken).ConfigureAwait(false);
        return await GetAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequestAsync(string name, SyncRequest request, CancellationToken cancellationToken)
    {
        if (!await services.Store.RequestAsync(tenantId, name, request, cancellationToken).ConfigureAwait(false))
        {
            throw NotFound(name);
        }

        services.Touch(tenantId, name);
    }

    private async Task<ProjectionRecord> FindAsync(string name, CancellationToken cancellationToken) =>
        await TryFindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotFound(name);

    private Task<ProjectionRecord?> TryFindAsync(string name, CancellationToken cancellationToken) => services.FindAsync(tenantId, name, cancellationToken);

    private static ThreeDbException NotFound(string name) => new(ErrorCodes.ProjectionNotFound, $"There is no projection '{(name.Length > 50 ? name[..50] + "…" : name)}'.");

    /// <summary>What all tenants share.</summary>
    internal sealed record Services(
        ISyncStore Store, IReadOnlyDictionary<string, IProjectionFactory> Factories, QueryGates Gates, TimeProvider Time,
        Action<int, string> Touch, Action<int, string> Doubt, Func<int, string, Reached?> Reached, Func<DateTimeOffset?> RunsSince)
    {
        public async Task<ProjectionRecord?> FindAsync(int tenant, string name, CancellationToken cancellationToken) =>
            (await Store.ListAsync(tenant, cancellationToken).ConfigureAwait(false)).FirstOrDefault(record => record.Name == name);
    }
}
