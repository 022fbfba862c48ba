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

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, MetricSeries>> _series = new();

    // Several meters may have an instrument of one name, one for each server or pool of the process; a metric is printed once.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, MetricSeries>> _byName = new(StringComparer.Ordinal);

    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.Start();
    }

    /// <summary>All metrics as text.</summary>
    public string Print()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, name) in _series.Keys.Select(key => (key, NameOf(key))).DistinctBy(pair => pair.Item2).OrderBy(pair => pair.Item2, StringComparer.Ordinal))
        {
            var series = _byName[name];
            var kind = IsHistogram(instrument) ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {(instrument.Description ?? "").ReplaceLineEndings(" ")}\n# TYPE {name} {kind}\n");
            foreach (var one in series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                one.Value.Print(text, name, one.Key);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

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

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var labels = Labels(tags);
        var series = _series.GetOrAdd(instrument, static (i, byName) => byName.GetOrAdd(NameOf(i), static _ => new()), _byName).GetOrAdd(labels, static (_, i) => IsHistogram(i) ? new HistogramSeries() : new ValueSeries(), instrument);
        var adds = TypeName(instrument) is "Counter`1" or "UpDownCounter`1";
        series.Record(value, adds);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Add($"{key.Replace('.', '_')}=\"{text}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }
}
