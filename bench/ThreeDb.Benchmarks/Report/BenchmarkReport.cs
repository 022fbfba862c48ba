namespace ThreeDb.Benchmarks;

/// <summary>Collects figures in the order in which they are taken.</summary>
internal sealed class BenchmarkReport(string machine, Action<BenchmarkResult> taken)
{
    private readonly List<BenchmarkResult> _results = [];

    public IReadOnlyList<BenchmarkResult> Results => _results;

    /// <summary>The suite that runs.</summary>
    public string Suite { get; set; } = "";

    /// <summary>How many entities the database holds.</summary>
    public long Rows { get; set; }

    /// <summary>Adds a figure that was taken in rounds, each beside the peer's.</summary>
    public void Add(string measure, string unit, string peer, IReadOnlyList<(double Value, double Peer)> rounds, Bound? bound = null)
    {
        var ratios = rounds.Select(round => round.Value / round.Peer).Order().ToList();
        Add(measure, unit, Median(rounds.Select(round => round.Value)), peer, Median(rounds.Select(round => round.Peer)), bound,
            ratios.Count > 1 ? (ratios[0], ratios[^1]) : null);
    }

    /// <summary>Adds one figure.</summary>
    public void Add(string measure, string unit, double value, string? peer, double? peerValue, Bound? bound = null, (double, double)? spread = null)
    {
        var ratio = value / peerValue;
        var result = new BenchmarkResult
        {
            Measure = measure,
            Unit = unit,
            Value = Rounded(value),
            Peer = peer,
            PeerValue = peerValue is { } p ? Rounded(p) : null,
            Ratio = ratio is { } r ? Rounded(r) : null,
            Target = bound?.ToString(),
            Met = bound?.Holds(value, ratio),
            Rows = Rows,
            Machine = machine,
            Suite = Suite,
            Spread = spread,
        };
        _results.Add(result);
        taken(result);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    // Four significant digits: no figure here is more exact.
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        var scale = Math.Pow(10, 3 - Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value * scale) / scale;
    }
}
