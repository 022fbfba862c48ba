using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Sorts new words into the text index, beside the writers.</summary>
/// <remarks>
/// New words wait unsorted in a list of the index (GIN, fast update), which every search reads. PostgreSQL sorts them in when the list is
/// full, within the write that fills it, which then takes long. Here it happens soon after the writing, in a transaction of its own.
/// </remarks>
internal sealed partial class WordMerger(StoreConnections connections, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Worthwhile = 4000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private Task _running = Task.CompletedTask;
    private long _waiting;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Tells of texts that were written.</summary>
    public void Written(int texts)
    {
        if (texts > 0 && Interlocked.Add(ref _waiting, texts) is var waiting && (waiting == texts || waiting >= Worthwhile) && _wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another thread woke it at the same moment.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Interlocked.Read(ref _waiting) < Worthwhile)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }

            Interlocked.Exchange(ref _waiting, 0);
            try
            {
                var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var ownConnection = connection.ConfigureAwait(false);
                await new AdminSql(connection, cancellationToken).RunAsync("select threedb.merge_new_words()").ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1202, LogLevel.Warning, "New words could not be sorted into the text index; searches read them one by one until it succeeds.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
