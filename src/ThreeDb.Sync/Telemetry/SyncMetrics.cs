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

    // What was not measured for so long, as while PostgreSQL is away, is unknown and not shown.
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<(string Tenant, string Projection), Reading> Known = new();

    static SyncMetrics()
    {
        Meter.CreateObservableGauge("threedb.sync.lag", () => Read(status => status.LagSeconds), "s", "Age of the oldest change that a projection has not applied.");
        Meter.CreateObservableGauge("threedb.sync.pending", () => Read(status => status.Pending), "{change}", "Changes that a projection has not applied, counted up to 100,000.");
        Meter.CreateObservableGauge("threedb.sync.breaker", () => Read(status => status.Breaker == "closed" ? 0 : 1), "{breaker}", "1 while calls to the engine of a projection are held back.");
        Meter.CreateObservableGauge("threedb.sync.parked.now", () => Read(status => status.Parked), "{key}", "Keys that are parked now.");
        Meter.CreateObservableGauge("threedb.sync.state", States, "{projection}", "1 for the state that a projection is in, 0 for each other one.");
    }

    /// <summary>Takes how a projection is, for the gauges; taken again and again, whatever its leader does meanwhile.</summary>
    public static void Measured(ProjectionContext context, ProjectionStatus status) => Known[(context.Tenant, context.Name)] = new Reading(status, context.Time, context.Time.GetTimestamp());

    public static void Forget(ProjectionContext context) => Known.TryRemove((context.Tenant, context.Name), out _);

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

    private static IEnumerable<KeyValuePair<(string Tenant, string Projection), Reading>> Fresh() => Known.Where(entry => entry.Value.Time.GetElapsedTime(entry.Value.At) < Oldest);

    private static IEnumerable<Measurement<double>> Read(Func<ProjectionStatus, double?> value) =>
        from entry in Fresh() let known = value(entry.Value.Status) where known is not null select new Measurement<double>(known.Value, Tags(entry.Key));

    private static IEnumerable<Measurement<int>> States()
    {
        foreach (var (key, reading) in Fresh())
        {
            foreach (var state in Enum.GetValues<ProjectionState>())
            {
                var tags = Tags(key);
                tags.Add("state", StatusOf.Word(state));
                yield return new Measurement<int>(state == reading.Status.State ? 1 : 0, tags);
            }
        }
    }

    private sealed record Reading(ProjectionStatus Status, TimeProvider Time, long At);
}
