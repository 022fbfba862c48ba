using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ThreeDb.Sync;

/// <summary>What the host of structures counts.</summary>
internal static class StructureMetrics
{
    private static readonly Meter Meter = new("ThreeDb");
    private static readonly Counter<long> Loads = Meter.CreateCounter<long>("threedb.memory.loads", "{load}", "Structures that were loaded into memory.");
    private static readonly Counter<long> GivenUps = Meter.CreateCounter<long>("threedb.memory.evictions", "{structure}", "Structures that were given up: the budget, too many changes, another database, a difference.");
    private static readonly Counter<long> Fallbacks = Meter.CreateCounter<long>("threedb.memory.fallbacks", "{read}", "Reads that SQL had to answer instead of memory.");
    private static readonly Histogram<double> LoadSeconds = Meter.CreateHistogram<double>("threedb.memory.load.duration", "s", "Time that it took to load a structure.");
    private static readonly ConcurrentDictionary<object, (string Kind, string Tenant, Func<long> Bytes)> Known = new(ReferenceEqualityComparer.Instance);

    static StructureMetrics() => Meter.CreateObservableGauge(
        "threedb.memory.size", () => Known.Values.Select(entry => new Measurement<long>(entry.Bytes(), Tags(entry.Kind, entry.Tenant))), "By", "Memory that structures take.");

    public static void Watch(object owner, string kind, string tenant, Func<long> bytes) => Known[owner] = (kind, tenant, bytes);

    public static void Forget(object owner) => Known.TryRemove(owner, out _);

    public static void Loaded(string kind, string tenant, TimeSpan elapsed)
    {
        Loads.Add(1, Tags(kind, tenant));
        LoadSeconds.Record(elapsed.TotalSeconds, Tags(kind, tenant));
    }

    public static void GivenUp(string kind, string tenant) => GivenUps.Add(1, Tags(kind, tenant));

    public static void FellBack(string kind, string tenant) => Fallbacks.Add(1, Tags(kind, tenant));

    private static TagList Tags(string kind, string tenant) => new() { { "kind", kind }, { "tenant", tenant } };
}
