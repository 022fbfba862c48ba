using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ThreeDb.Tests;

/// <summary>What the instruments of memory say: sums of what is counted, the latest of what is shown, by instrument and tags in order.</summary>
internal sealed class MemoryMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Tags), double> _values = new();

    public MemoryMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith("threedb.memory.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public double this[string instrument, string tags] => _values.GetValueOrDefault((instrument, tags));

    /// <summary>Measures what is only shown.</summary>
    public void Look()
    {
        foreach (var shown in _values.Keys.Where(key => key.Instrument is "threedb.memory.size"))
        {
            _values[shown] = 0;
        }

        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, string.Join(',', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")));

        // Several engines of this process show the same tenant: their graphs add up.
        var isLatest = instrument is ObservableGauge<long> && instrument.Name != "threedb.memory.size";
        _values.AddOrUpdate(key, value, (_, before) => isLatest ? value : before + value);
    }
}
