using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Does beside the writers what would otherwise be done within some write, or a minute too late.</summary>
/// <remarks>
/// New words wait unsorted in a list of the text index (GIN, fast update), which every search reads. PostgreSQL sorts them in when the list
/// is full, within the write that fills it, which then takes long. Here it happens when writing pauses, when many wait (together they
/// cost less), or when somebody searches.
/// Statistics tell the planner how large tables are. Autovacuum looks once a minute; until then everything would be planned as if the
/// tables were empty, and what was planned before would stay so. Saved scores come all at once, like a load.
/// </remarks>
internal sealed partial class TableKeeper(StoreConnections connections, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int ManyTexts = 16_000;
    private const int ManyToSearch = 1000;
    private const int FewRows = 100;
    private const int ManyScores = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenStatistics = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _running = Task.CompletedTask;
    private long _texts;
    private volatile bool _searched;
    private volatile bool _scored;
    private long _rows;
    private long _rowsKnown;
    private long _triedAt;
    private bool _isSizeAsked;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Tells of what was written.</summary>
    /// <param name="texts">Texts that were written.</param>
    /// <param name="rows">Entities and relations that were made and committed: statistics count no others.</param>
    public void Written(int texts, int rows)
    {
        var made = Interlocked.Add(ref _rows, rows);
        var hasJustGrown = made >= Growth && made - rows < Growth;
        var waiting = Interlocked.Add(ref _texts, texts);
        if ((texts > 0 && (waiting == texts || waiting >= ManyTexts) || hasJustGrown) && _wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Tells of a search by words, which reads those that wait one by one.</summary>
    public void Searched()
    {
        if (!_searched && Interlocked.Read(ref _texts) >= ManyToSearch)
        {
            _searched = true;
            _wake.Release();
        }
    }

    /// <summary>Tells of scores that were saved, all under one name at once.</summary>
    public void Saved(long scores)
    {
        if (scores >= ManyScores)
        {
            _scored = true;
            _wake.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _wake.Dispose();
    }

    // As many new rows need statistics: the tables grew by half, or from nothing.
    private long Growth => Math.Max(FewRows, Interlocked.Read(ref _rowsKnown) / 2);

    private bool HasGrown => Interlocked.Read(ref _rows) >= Growth;

    private TimeSpan UntilStatistics => BetweenStatistics - time.GetElapsedTime(Interlocked.Read(ref _triedAt));

    private bool NeedsStatistics => HasGrown && UntilStatistics <= TimeSpan.Zero;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = !HasGrown ? Timeout.InfiniteTimeSpan : UntilStatistics is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
            await _wake.WaitAsync(due, cancellationToken).ConfigureAwait(false);
            await WaitForPauseAsync(cancellationToken).ConfigureAwait(false);

            try
            {
                var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var ownConnection = connection.ConfigureAwait(false);
                await KeepAsync(new AdminSql(connection, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Exchange(ref _triedAt, time.GetTimestamp());
                Log.Failed(logger, e);
            }
        }
    }

    private async Task WaitForPauseAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var before = -1L; !_searched && !NeedsStatistics && time.GetElapsedTime(began) < LongEnough;)
        {
            var waiting = Interlocked.Read(ref _texts);
            if (waiting >= ManyTexts || waiting == before)
            {
                return;
            }

            before = waiting;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(AdminSql sql)
    {
        _searched = false;
        if (Interlocked.Exchange(ref _texts, 0) > 0)
        {
            await sql.RunAsync("select threedb.merge_new_words()").ConfigureAwait(false);
        }

        if (NeedsStatistics && !_isSizeAsked)
        {
            Interlocked.Exchange(ref _rowsKnown, await SizeAsync(sql).ConfigureAwait(false));
            _isSizeAsked = true;
        }

        if (NeedsStatistics)
        {
            Interlocked.Exchange(ref _triedAt, time.GetTimestamp());
            var made = Interlocked.Read(ref _rows);
            var rows = await AnalyzeAsync(sql, "entity").ConfigureAwait(false) + await AnalyzeAsync(sql, "relation").ConfigureAwait(false);
            Interlocked.Exchange(ref _rowsKnown, rows);
            Interlocked.Add(ref _rows, -made);
            await AnalyzeAsync(sql, "entity_text").ConfigureAwait(false);
            await AnalyzeAsync(sql, "change").ConfigureAwait(false);
        }

        if (_scored)
        {
            _scored = false;
            await AnalyzeAsync(sql, "score").ConfigureAwait(false);
        }
    }

    // What statistics say that an earlier process has left.
    private static async Task<long> SizeAsync(AdminSql sql) => (long)(await sql.ScalarAsync(
        "select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint from pg_class c where c.oid in (to_regclass('threedb.entity'), to_regclass('threedb.relation'))")
        .ConfigureAwait(false))!;

    // A transaction for each table, or the change log could not be read meanwhile.
    private static async Task<long> AnalyzeAsync(AdminSql sql, string table) =>
        (long)(await sql.ScalarAsync("select threedb.refresh_statistics($1)", table).ConfigureAwait(false))!;

    private static partial class Log
    {
        [LoggerMessage(1202, LogLevel.Warning, "New words could not be sorted into the text index, or statistics not be made; searches are slower until it succeeds.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
