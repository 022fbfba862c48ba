using System.Globalization;
using System.Text;

namespace ThreeDb.Server;

/// <summary>The values of one instrument under one set of labels.</summary>
/// <param name="tenant">The tenant whose it is; null for none.</param>
internal abstract class MetricSeries(string? tenant)
{
    private volatile bool _isFresh;

    /// <summary>Whether a caller may see it: what bears the name of a tenant is for callers of that tenant only.</summary>
    public bool IsFor(string? caller) => tenant is null || tenant == caller;

    /// <summary>Marks it as measured.</summary>
    protected void Refresh() => _isFresh = true;

    /// <summary>Whether it was measured since the last time that this was asked.</summary>
    public bool TakeFresh()
    {
        var isFresh = _isFresh;
        _isFresh = false;
        return isFresh;
    }

    /// <summary>Takes a measurement.</summary>
    /// <param name="value">The value.</param>
    /// <param name="adds">Whether it adds to what was recorded, instead of replacing it.</param>
    public abstract void Record(double value, bool adds);

    public abstract void Print(StringBuilder text, string name, string labels);

    protected static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    protected static string Braced(string labels) => labels.Length == 0 ? "" : "{" + labels + "}";
}

/// <summary>A number.</summary>
internal sealed class ValueSeries(string? tenant) : MetricSeries(tenant)
{
    private readonly Lock _lock = new();
    private double _value;

    public override void Record(double value, bool adds)
    {
        lock (_lock)
        {
            _value = adds ? _value + value : value;
        }

        Refresh();
    }

    public override void Print(StringBuilder text, string name, string labels) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {Number(_value)}\n");
}

/// <summary>Counts in buckets that fit both seconds and sizes.</summary>
internal sealed class HistogramSeries(string? tenant) : MetricSeries(tenant)
{
    private static readonly double[] Bounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, double.PositiveInfinity];

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Bounds.Length];
    private double _sum;

    public override void Record(double value, bool adds)
    {
        var bucket = Array.BinarySearch(Bounds, value);
        lock (_lock)
        {
            _counts[bucket < 0 ? ~bucket : bucket]++;
            _sum += value;
        }

        Refresh();
    }

    public override void Print(StringBuilder text, string name, string labels)
    {
        var comma = labels.Length == 0 ? "" : ",";
        var total = 0L;
        lock (_lock)
        {
            for (var i = 0; i < Bounds.Length; i++)
            {
                total += _counts[i];
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{Number(Bounds[i])}\"}} {total}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {Number(_sum)}\n{name}_count{Braced(labels)} {total}\n");
        }
    }
}
