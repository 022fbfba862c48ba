using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>What the runner counts. Names follow OpenTelemetry; times are in seconds.</summary>
internal static class SyncMetrics
{
    private static readonly Meter Meter = new("ThreeDb");
    private static readonly Counter<long> AppliedRows = Meter.CreateCounter<long>("threedb.sync.applied", "{row}", "Rows applied to projections.");
    private static readonly Counter<long> RetriedCalls = Meter.CreateCounter<long>("threedb.sync.retries", "{attempt}", "Calls to engines that failed and are repeated.");
    private static readonly Counter<long> ParkedKeys = Meter.CreateCounter<long>("threedb.sync.parked", "{key}", "Keys that could not be applied and were parked.");
    private static readonly Counter<long> Repaired = Meter.CreateCounter<long>("threedb.sync.reconcile.differences", "{row}", "Differences that comparisons found and repaired.");
    private static readonly Histogram<double> ApplySeconds = Meter.CreateHistogram<double>("threedb.sync.apply.duration", "s", "Time that an engine takes to apply a batch.");
    private static readonly ConcurrentDictionary<(string Tenant, string Projection), Gauges> Known = new();

    static SyncMetrics()
    {
        Meter.CreateObservableGauge("threedb.sync.lag", () => Known.Select(entry => new Measurement<double>(entry.Value.LagSeconds, Tags(entry.Key))), "s", "Age of the oldest change that a projection has not applied.");
        Meter.CreateObservableGauge("threedb.sync.pending", () => Known.Select(entry => new Measurement<long>(entry.Value.Pending, Tags(entry.Key))), "{change}", "Changes that a projection has not applied, counted up to 100,000.");
        Meter.CreateObservableGauge("threedb.sync.breaker", () => Known.Select(entry => new Measurement<int>(entry.Value.IsOpen() ? 1 : 0, Tags(entry.Key))), "{breaker}", "1 while calls to the engine of a projection are held back.");
    }

    public static void Watch(ProjectionContext context, EngineHealth health) => Known[(context.Tenant, context.Name)] = new Gauges(() => health.IsOpen);

    public static void Forget(ProjectionContext context) => Known.TryRemove((context.Tenant, context.Name), out _);

    public static void Lag(ProjectionContext context, long pending, TimeSpan lag)
    {
        if (Known.TryGetValue((context.Tenant, context.Name), out var gauges))
        {
            gauges.Pending = pending;
            gauges.LagSeconds = lag.TotalSeconds;
        }
    }

    public static void Applied(ProjectionContext context, int rows, TimeSpan elapsed)
    {
        var tags = Tags((context.Tenant, context.Name));
        AppliedRows.Add(rows, tags);
        ApplySeconds.Record(elapsed.TotalSeconds, tags);
    }

    public static void Retried(ProjectionContext context) => RetriedCalls.Add(1, Tags((context.Tenant, context.Name)));

    public static void Parked(ProjectionContext context, int keys) => ParkedKeys.Add(keys, Tags((context.Tenant, context.Name)));

    public static void Reconciled(ProjectionContext context, ReconcileReport report)
    {
        foreach (var (kind, count) in (ReadOnlySpan<(string, long)>)[("missing", report.Missing), ("orphan", report.Orphans), ("differing", report.Differing)])
        {
            var tags = Tags((context.Tenant, context.Name));
            tags.Add("kind", kind);
            Repaired.Add(count, tags);
        }
    }

    private static TagList Tags((string Tenant, string Projection) key) => new() { { "tenant", key.Tenant }, { "projection", key.Projection } };

    private sealed class Gauges(Func<bool> isOpen)
    {
        public Func<bool> IsOpen => isOpen;

        public long Pending { get; set; }

        public double LagSeconds { get; set; }
    }
}
