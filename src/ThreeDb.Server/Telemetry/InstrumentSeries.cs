using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ThreeDb.Server;

/// <summary>The series of one instrument. Recording allocates nothing once a set of tags was seen: a request records a dozen times.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="byLabels">Its series by their labels as text; instruments of one name share them.</param>
internal sealed class InstrumentSeries(Instrument instrument, ConcurrentDictionary<string, MetricSeries> byLabels)
{
    // Beyond this a search by tags costs more than it saves.
    private const int MaxSeen = 128;

    private readonly Lock _adding = new();
    private readonly bool _isHistogram = instrument.GetType().Name == "Histogram`1";
    private readonly bool _adds = instrument.GetType().Name is "Counter`1" or "UpDownCounter`1";
    private volatile (KeyValuePair<string, object?>[] Tags, MetricSeries Series)[] _seen = [];

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => (Find(tags) ?? Add(tags)).Record(value, _adds);

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (known, series) in _seen)
        {
            if (AreSame(known, tags))
            {
                return series;
            }
        }

        return null;
    }

    private static bool AreSame(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (!Equals(known[i].Value, tags[i].Value) || known[i].Key != tags[i].Key)
            {
                return false;
            }
        }

        return true;
    }

    private MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var tenant = TenantOf(tags);
        var series = byLabels.GetOrAdd(Labels(tags), _ => _isHistogram ? new HistogramSeries(tenant) : new ValueSeries(tenant));
        lock (_adding)
        {
            if (_seen.Length < MaxSeen && Find(tags) is null)
            {
                _seen = [.. _seen, (tags.ToArray(), series)];
            }
        }

        return series;
    }

    private static string? TenantOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key == "tenant")
            {
                return Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
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
