namespace ThreeDb.Changes;

/// <summary>The change log of one tenant and the rows that it speaks of. The store implements it; projections are fed from it.</summary>
public interface IChangeSource
{
    /// <summary>The tenant's name.</summary>
    string Tenant { get; }

    /// <summary>Identifies the database and its timeline. Positions and checkpoints of another one mean nothing here.</summary>
    /// <remarks>Read anew with every connection: a fail-over or a restore under a running process shows here.</remarks>
    /// <exception cref="ThreeDbException"><c>TDB4001</c>.</exception>
    Task<uint> EpochAsync(CancellationToken cancellationToken);

    /// <summary>Reads changes after a point, in order, below the frontier.</summary>
    /// <remarks>A source belongs to one reader: after a crash of the database, what lies after the last change that it has read may come again.</remarks>
    /// <param name="after">Where the last page ended.</param>
    /// <param name="limit">The largest number of changes: 1 to 50,000.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB2011</c> for a point beyond the end of the log: the database was set back to an earlier time; 4xxx.</exception>
    Task<ChangePage> ReadAsync(LogPoint after, int limit, CancellationToken cancellationToken);

    /// <summary>Reads rows as they are now, all in one snapshot: one row for each key, in no order. A key without a row gives one that is not live.</summary>
    /// <param name="keys">Distinct keys.</param>
    /// <param name="needs">What to read of them.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<SourceRows> CurrentAsync(IReadOnlyCollection<RowKey> keys, SourceNeeds needs, CancellationToken cancellationToken);

    /// <summary>Reads the live entities of a range of seqs, in order.</summary>
    /// <param name="from">The first seq.</param>
    /// <param name="to">The first seq that is not read any more.</param>
    /// <param name="limit">The largest number of entities; when as many come, there may be more.</param>
    /// <param name="needs">What to read of them.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<SourceEntity>> EntitiesAsync(long from, long to, int limit, SourceNeeds needs, CancellationToken cancellationToken);

    /// <summary>Reads the relations whose sources lie in a range of seqs, in order of the source. All relations of one source come in one page.</summary>
    /// <param name="from">The first seq of a source.</param>
    /// <param name="to">The first seq of a source that is not read any more.</param>
    /// <param name="limit">About how many relations: a page ends with the source that reaches it.</param>
    /// <param name="needs">What to read of them.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The relations, and the first source that was not read; <paramref name="to"/> when all were.</returns>
    Task<(IReadOnlyList<SourceRelation> Relations, long Next)> RelationsAsync(long from, long to, int limit, SourceNeeds needs, CancellationToken cancellationToken);

    /// <summary>Reads the keys of the relations that lead to some entities, or from them, page by page.</summary>
    /// <param name="seqs">The entities.</param>
    /// <param name="leadTo">Whether they lead to them.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">The largest number of keys; when as many come, there may be more.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<RowKey>> RelationKeysAsync(IReadOnlyCollection<long> seqs, bool leadTo, RowKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>The keys that changed after a point, as far as they can be seen now, also beyond the frontier; null when there are more than <paramref name="limit"/>.</summary>
    /// <remarks>What a projection holds of other keys, once it has applied everything up to the point, is what the source holds.</remarks>
    Task<IReadOnlySet<RowKey>?> PendingAsync(LogPoint after, int limit, CancellationToken cancellationToken);

    /// <summary>The keys that some transactions changed, also beyond the frontier; those of transactions that have not committed are not among them.</summary>
    Task<IReadOnlySet<RowKey>> OfTransactionsAsync(IReadOnlyCollection<ulong> transactions, CancellationToken cancellationToken);

    /// <summary>A seq above every one that has a row by now.</summary>
    Task<long> EndAsync(CancellationToken cancellationToken);

    /// <summary>How far the log can be read, and who holds it back.</summary>
    Task<FrontierReport> FrontierAsync(LogPoint after, CancellationToken cancellationToken);

    /// <summary>The newest change that can be seen now, also beyond the frontier: whatever was committed before is not after it. <see cref="LogPoint.Start"/> when there is none.</summary>
    Task<LogPoint> NewestAsync(CancellationToken cancellationToken);

    /// <summary>The point that a position stands for.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position, <c>TDB2011</c> for one of another database.</exception>
    LogPoint Decode(Position position);

    /// <summary>The point that a position stands for which somebody demands.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position, <c>TDB2011</c> for one of another database, or of a future that this one has lost.</exception>
    Task<LogPoint> DemandedAsync(Position position, CancellationToken cancellationToken);

    /// <summary>The position that stands for a point.</summary>
    Position Encode(LogPoint point);

    /// <summary>Waits until there may be new changes: woken in-process, by another process, or by the poll. May wake without reason.</summary>
    /// <param name="after">Changes after this point are new.</param>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task WaitAsync(LogPoint after, TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>How far the log can be read.</summary>
/// <param name="Frontier">The first transaction that may still be running.</param>
/// <param name="Pending">How many committed changes lie after the point asked about, also beyond the frontier; counted up to 100,000.</param>
/// <param name="OldestPendingAt">When the first of them was made; null when there is none.</param>
/// <param name="Blocker">Who has held the frontier for more than 5 s; null when nobody has.</param>
public sealed record FrontierReport(ulong Frontier, long Pending, DateTimeOffset? OldestPendingAt, FrontierBlocker? Blocker);

/// <summary>A transaction that holds the frontier back.</summary>
/// <param name="ProcessId">The backend of PostgreSQL (<c>pg_stat_activity.pid</c>).</param>
/// <param name="Application">What it calls itself.</param>
/// <param name="Age">How long its transaction has been open.</param>
/// <param name="State">What it does: active, idle in transaction, …; <c>prepared</c> for a prepared transaction.</param>
public sealed record FrontierBlocker(int ProcessId, string Application, TimeSpan Age, string State);
