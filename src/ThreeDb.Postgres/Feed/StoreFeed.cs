using Microsoft.Extensions.Logging;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>The change feed of a store and what it lives from: connections, positions, wake-ups. Nothing runs until somebody waits, or writes while another process listens.</summary>
internal sealed class StoreFeed : IAsyncDisposable
{
    private readonly StoreConnections _feeding;
    private readonly StoreConnections _leading;
    private readonly StoreConnections _listening;
    private readonly StoreConnections _notifying;
    private readonly ChangeListener _listener;
    private readonly FrontierWatch _watch;
    private readonly ChangeNotifier _notifier;
    private readonly bool _wakes;

    public StoreFeed(
        PostgresOptions options, StoreIdentity identity, StoreConnections connections, TimeProvider time, ILoggerFactory? loggers, ILogger logger)
    {
        _wakes = options.WakesByCommits;
        _feeding = StoreConnections.ForFeeding(options, time, loggers);
        _leading = StoreConnections.ForKeeping(options, "3db leader", time, loggers);
        _listening = StoreConnections.ForKeeping(options, "3db listener", time, loggers);
        _notifying = StoreConnections.ForKeeping(options, "3db notifier", time, loggers);
        Positions = new PositionCodec(identity.PositionKey, identity.Epoch);
        _watch = new FrontierWatch(_feeding, _wakes ? Signal.Here : new WakeUp(), options.Poll, time, logger);
        _listener = new ChangeListener(_listening, Signal.Here, time, logger);
        _notifier = new ChangeNotifier(connections, _notifying, Signal.Elsewhere, _listener, time, logger);
        Services = new FeedServices(_feeding, Positions, _watch, _wakes ? _listener : null, new FrontierHolds(time));
        Store = new SyncStore(connections, _leading, Services, Signal, identity.Database, time);
    }

    /// <summary>To be told of every commit.</summary>
    public ChangeSignal Signal { get; } = new();

    public PositionCodec Positions { get; }

    public FeedServices Services { get; }

    public SyncStore Store { get; }

    /// <summary>How often PostgreSQL was asked for the frontier, and how often other processes were told of commits.</summary>
    public (long Looks, long Sent) Work => (_watch.Looks, _notifier.Sent);

    public void Start()
    {
        if (_wakes)
        {
            _notifier.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _notifier.DisposeAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        await _feeding.DisposeAsync().ConfigureAwait(false);
        await _leading.DisposeAsync().ConfigureAwait(false);
        await _listening.DisposeAsync().ConfigureAwait(false);
        await _notifying.DisposeAsync().ConfigureAwait(false);
    }
}
