using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ThreeDb.Connectors.Valkey.Tests;

/// <summary>What <c>threedb.cache.reads</c> counts of the calls of one test.</summary>
public sealed class CacheCounts : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly AsyncLocal<CacheCounts?> Mine = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Of, string Result), long> _counts = new();

    public CacheCounts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "threedb.cache.reads")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Mine.Value != this)
            {
                return;
            }

            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
            _counts.AddOrUpdate((named["of"], named["result"]), value, (_, before) => before + value);
        });
        _listener.Start();
        Mine.Value = this;
    }

    public long this[string of, string result] => _counts.GetValueOrDefault((of, result));

    /// <summary>Reads again until the cache answers.</summary>
    public async Task UntilHitAsync(string of, Func<Task> read)
    {
        using var deadline = new CancellationTokenSource(Patience);
        for (var before = this[of, "hit"]; this[of, "hit"] == before; deadline.Token.ThrowIfCancellationRequested())
        {
            await read();
        }
    }

    public void Dispose() => _listener.Dispose();
}
