using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ThreeDb.Server;

/// <summary>Collects the instruments of this process and prints them in the text format of Prometheus (0.0.4).</summary>
/// <remarks>Counters and histograms add up as they are recorded; gauges and observable instruments are read when printed.</remarks>
internal sealed class PrometheusMetrics : IDisposable
{
    private static readonly string[] Meters =
        ["ThreeDb", "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly Lock _printing = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, bool> _instruments = new();

    // Several meters may have an instrument of one name, one for each server or pool of the process; a metric is printed once.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, MetricSeries>> _byName = new(StringComparer.Ordinal);

    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                _instruments.TryAdd(instrument, true);
                listener.EnableMeasurementEvents(instrument, new InstrumentSeries(instrument, _byName.GetOrAdd(NameOf(instrument), static _ => new())));
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        _listener.Start();
    }

    /// <summary>The metrics as text.</summary>
    /// <param name="tenant">The tenant of the caller; null for a caller who is nobody. What bears the name of another is left out.</param>
    public string Print(string? tenant)
    {
        // What an observable instrument does not speak of any more, as a projection that was removed, is no longer printed.
        lock (_printing)
        {
            return PrintNow(tenant);
        }
    }

    public void Dispose() => _listener.Dispose();

    private string PrintNow(string? tenant)
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, name) in _instruments.Keys.Select(key => (key, NameOf(key))).DistinctBy(pair => pair.Item2).OrderBy(pair => pair.Item2, StringComparer.Ordinal))
        {
            var isObserved = instrument.IsObservable;
            var series = _byName[name].Where(pair => (pair.Value.TakeFresh() || !isObserved) && pair.Value.IsFor(tenant)).ToList();
            if (series.Count == 0)
            {
                continue;
            }

            var kind = IsHistogram(instrument) ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {(instrument.Description ?? "").ReplaceLineEndings(" ")}\n# TYPE {name} {kind}\n");
            foreach (var one in series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                one.Value.Print(text, name, one.Key);
            }
        }

        return text.ToString();
    }

    private static bool IsHistogram(Instrument instrument) => TypeName(instrument) == "Histogram`1";

    private static bool IsCounter(Instrument instrument) => TypeName(instrument) is "Counter`1" or "ObservableCounter`1";

    private static string TypeName(Instrument instrument) => instrument.GetType().Name;

    private static string NameOf(Instrument instrument)
    {
        var name = new StringBuilder(instrument.Name.Length + 16);
        foreach (var c in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        name.Append(instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return IsCounter(instrument) ? name.Append("_total").ToString() : name.ToString();
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => ((InstrumentSeries)state!).Record(value, tags);
}
