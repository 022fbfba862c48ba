using System.Text.Json;
using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>What the runner keeps about projections, in PostgreSQL. All of it but <see cref="TenantsAsync"/> is about one tenant.</summary>
public interface ISyncStore
{
    /// <summary>Tells this database from others in engines that several of them feed. Its restored copy has the same.</summary>
    string Database { get; }

    /// <summary>The tenants that have projections, by number.</summary>
    Task<IReadOnlyList<int>> TenantsAsync(CancellationToken cancellationToken);

    /// <summary>The change log of a tenant.</summary>
    Task<IChangeSource> SourceAsync(int tenant, CancellationToken cancellationToken);

    /// <summary>All projections of a tenant, by name.</summary>
    Task<IReadOnlyList<ProjectionRecord>> ListAsync(int tenant, CancellationToken cancellationToken);

    /// <summary>Adds or changes what was declared; wakes runners. Keeps checkpoint and epoch of one that is there.</summary>
    Task PutAsync(int tenant, string name, ProjectionDefinition definition, CancellationToken cancellationToken);

    /// <summary>Removes a projection with its dead letters and reports.</summary>
    Task DeleteAsync(int tenant, string name, CancellationToken cancellationToken);

    /// <summary>Tells the leader, in whatever process it is, what somebody wants.</summary>
    /// <returns>False when there is no such projection.</returns>
    Task<bool> RequestAsync(int tenant, string name, SyncRequest request, CancellationToken cancellationToken);

    /// <summary>Tries to become the leader of a projection: takes its advisory lock and counts its epoch up.</summary>
    /// <returns>Null when another leads.</returns>
    Task<ILeadership?> TryLeadAsync(int tenant, string name, CancellationToken cancellationToken);

    /// <summary>Dead letters, oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int tenant, string name, int limit, CancellationToken cancellationToken);

    /// <summary>The keys of all dead letters.</summary>
    Task<IReadOnlySet<RowKey>> ParkedKeysAsync(int tenant, string name, CancellationToken cancellationToken);

    /// <summary>Marks dead letters to be tried again by the leader; all when null.</summary>
    Task<int> RetryAsync(int tenant, string name, IReadOnlyList<long>? letters, CancellationToken cancellationToken);

    /// <summary>Forgets dead letters; all when null.</summary>
    Task<int> DiscardAsync(int tenant, string name, IReadOnlyList<long>? letters, CancellationToken cancellationToken);

    /// <summary>Reports of comparisons, newest first.</summary>
    Task<IReadOnlyList<ReconcileReport>> ReportsAsync(int tenant, string name, int limit, CancellationToken cancellationToken);
}

/// <summary>What somebody wants of a leader.</summary>
public enum SyncRequest
{
    /// <summary>Stop applying.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Build it anew.</summary>
    Rebuild,

    /// <summary>Compare it with the source.</summary>
    Reconcile,

    /// <summary>Drop what it made in the engine, then be removed.</summary>
    Drop,
}

/// <summary>The one leader of a projection, for as long as its session in PostgreSQL lives.</summary>
/// <remarks>Every write names the epoch; after a take-over each fails with <c>TDB7003</c> and changes nothing.</remarks>
public interface ILeadership : IAsyncDisposable
{
    /// <summary>Counts the leaders.</summary>
    long Epoch { get; }

    /// <summary>The epoch of the leader before; 0 for none. No engine can have taken writes of a later one, unless the database was put back to an earlier time.</summary>
    long EpochBefore { get; }

    /// <summary>Cancelled when the session is lost, and with it the lock.</summary>
    CancellationToken Lost { get; }

    /// <summary>The record as it is now, with what people want.</summary>
    Task<ProjectionRecord> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Stores how far the projection is, what it does, and which requests have been done.</summary>
    Task SaveAsync(ProjectionProgress progress, CancellationToken cancellationToken);

    /// <summary>Parks keys, or counts another failed attempt of them.</summary>
    Task ParkAsync(IReadOnlyList<ParkedKey> keys, CancellationToken cancellationToken);

    /// <summary>Marks all parked keys to be tried again.</summary>
    Task RetryAllAsync(CancellationToken cancellationToken);

    /// <summary>The parked keys that somebody wants tried again.</summary>
    Task<IReadOnlyList<RowKey>> ToRetryAsync(CancellationToken cancellationToken);

    /// <summary>These are tried again now: who wants it once more has to say so anew.</summary>
    Task RetriedAsync(IReadOnlyCollection<RowKey> keys, CancellationToken cancellationToken);

    /// <summary>Forgets keys that could be applied after all. Unknown ones are ignored.</summary>
    Task UnparkAsync(IReadOnlyCollection<RowKey> keys, CancellationToken cancellationToken);

    /// <summary>Keeps a report; the newest hundred are kept.</summary>
    Task ReportAsync(ReconcileReport report, CancellationToken cancellationToken);

    /// <summary>Removes the projection with its dead letters and reports, once the engine holds nothing of it.</summary>
    Task DeleteAsync(CancellationToken cancellationToken);
}

/// <summary>A key to park.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">What the engine said, in a sentence.</param>
/// <param name="Attempts">How often it was tried this time.</param>
public sealed record ParkedKey(RowKey Key, string Reason, int Attempts);

/// <summary>A projection as it is stored.</summary>
public sealed record ProjectionRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What was declared.</summary>
    public required ProjectionDefinition Definition { get; init; }

    /// <summary>Counts the changes to settings and kind, and never comes again under the same name, also when it is removed and declared anew; a difference to <see cref="ProjectionProgress.SettingsDone"/> asks for a rebuild.</summary>
    public required long SettingsVersion { get; init; }

    /// <summary>Counts the changes to the rules.</summary>
    public required long RulesVersion { get; init; }

    /// <summary>Whether somebody paused it.</summary>
    public required bool Paused { get; init; }

    /// <summary>Counts the requests for a rebuild.</summary>
    public required long RebuildsWanted { get; init; }

    /// <summary>Counts the requests for a comparison.</summary>
    public required long ReconcilesWanted { get; init; }

    /// <summary>Counts the times that somebody resumed it.</summary>
    public required long ResumesWanted { get; init; }

    /// <summary>Whether it is to be dropped.</summary>
    public required bool Dropping { get; init; }

    /// <summary>What people want, by counts.</summary>
    public ProjectionOrders Orders => new(SettingsVersion, RulesVersion, RebuildsWanted, ResumesWanted, Dropping);

    /// <summary>When people last wanted something of it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Counts the leaders.</summary>
    public required long Epoch { get; init; }

    /// <summary>Whether a process leads it now.</summary>
    public required bool IsLed { get; init; }

    /// <summary>How far it is; null before the first time.</summary>
    public ProjectionProgress? Progress { get; init; }

    /// <summary>When that was stored.</summary>
    public DateTimeOffset? ProgressAt { get; init; }

    /// <summary>How many keys are parked.</summary>
    public required long Parked { get; init; }

    /// <summary>What the last comparison found.</summary>
    public ReconcileReport? LastReconcile { get; init; }

    /// <summary>The types of the tenant that are declared otherwise than <see cref="Consistency.Session"/>, as they are now.</summary>
    public IReadOnlyDictionary<string, Consistency> Consistencies { get; init; } = new Dictionary<string, Consistency>();
}

/// <summary>What people want of a projection that is broken: any other count than before is a reason to try again.</summary>
/// <param name="Settings">Changes to settings and kind.</param>
/// <param name="Rules">Changes to the rules.</param>
/// <param name="Rebuilds">Requests for a rebuild.</param>
/// <param name="Resumes">How often it was resumed.</param>
/// <param name="Dropping">Whether it is to be dropped.</param>
public sealed record ProjectionOrders(long Settings, long Rules, long Rebuilds, long Resumes, bool Dropping);

/// <summary>How far a projection is: what a new leader needs to go on, and what people see.</summary>
public sealed record ProjectionProgress
{
    /// <summary>Everything up to here is applied or parked.</summary>
    public required LogPoint Checkpoint { get; init; }

    /// <summary>The database that the checkpoint belongs to.</summary>
    public required uint DatabaseEpoch { get; init; }

    /// <summary>The version of the settings that the engine was built with.</summary>
    public long SettingsDone { get; init; }

    /// <summary>The version of the rules that it was built with.</summary>
    public long RulesDone { get; init; }

    /// <summary>The rules that it was built with, to tell what a change of them concerns.</summary>
    public SyncRules? Rules { get; init; }

    /// <summary>Requests for rebuilds that are done.</summary>
    public long RebuildsDone { get; init; }

    /// <summary>Requests for comparisons that are done.</summary>
    public long ReconcilesDone { get; init; }

    /// <summary>A rebuild that has begun and is not done.</summary>
    public RebuildCursor? Rebuild { get; init; }

    /// <summary>When what the engine holds was begun from nothing: since then somebody could have compared it. Null for what was begun by a version that did not keep it.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>What the engine said when what it held was lost, or could not be kept, until it is built anew.</summary>
    public string? Lost { get; init; }

    /// <summary>What it does.</summary>
    public required ProjectionState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What people wanted when it became broken; with other orders it is tried again. Says something only while it is broken.</summary>
    public ProjectionOrders? BrokenUnder { get; init; }

    /// <summary>Rows applied since the leader leads.</summary>
    public long Applied { get; init; }

    /// <summary>Rows applied per second over the last ten seconds.</summary>
    public double AppliedPerSecond { get; init; }

    /// <summary>Attempts that failed.</summary>
    public long Retries { get; init; }

    /// <summary>The state of the circuit breaker.</summary>
    public string Breaker { get; init; } = "closed";

    /// <summary>Which process leads.</summary>
    public string? Leader { get; init; }

    /// <summary>How far a rebuild or comparison is.</summary>
    public SyncProgress? Work { get; init; }

    /// <summary>Who holds the change log back.</summary>
    public FrontierHold? Frontier { get; init; }

    /// <summary>The types whose changes the leader gathers.</summary>
    public IReadOnlyList<GatheredType>? Gathered { get; init; }
}

/// <summary>Where a rebuild goes on.</summary>
/// <param name="Relations">Whether entities are done and relations are at work.</param>
/// <param name="Next">The next seq.</param>
/// <param name="End">The first seq that the rebuild need not look at: later ones came by the feed.</param>
/// <param name="Copy">Whether it goes into a second copy.</param>
/// <param name="Types">The entity types that it is limited to; all when null.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="ForRebuild">The request that it answers.</param>
/// <param name="Why">Why it is built anew, for people.</param>
/// <param name="WrittenEntities">Entities written so far.</param>
/// <param name="WrittenRelations">Relations written so far.</param>
public sealed record RebuildCursor(
    bool Relations, long Next, long End, bool Copy, IReadOnlyList<string>? Types, DateTimeOffset StartedAt, long ForRebuild,
    string? Why = null, long WrittenEntities = 0, long WrittenRelations = 0);
