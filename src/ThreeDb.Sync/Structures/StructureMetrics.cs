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
    private static readonly Counter<long> Fallbacks = Meter.CreateCounter<long>("threedb.memory.fallbacks", "{read}", "Reads that memory could not answer: why, and whether SQL answered them or they were refused.");
    private static readonly Histogram<double> LoadSeconds = Meter.CreateHistogram<double>("threedb.memory.load.duration", "s", "Time that it took to load a structure.");
    private static readonly ConcurrentDictionary<object, (string Kind, string Tenant, Func<long> Bytes)> Known = new(ReferenceEqualityComparer.Instance);

    private static readonly ConcurrentDictionary<MemoryBudget, int> Budgets = new(ReferenceEqualityComparer.Instance);

    static StructureMetrics()
    {
        Meter.CreateObservableGauge(
            "threedb.memory.size", () => Known.Values.Select(entry => new Measurement<long>(entry.Bytes(), Tags(entry.Kind, entry.Tenant))), "By", "Memory that structures take.");
        Meter.CreateObservableGauge("threedb.memory.budget", () => Budgets.Keys.Sum(budget => budget.Bytes), "By", "Memory that structures, what is kept beside them and the work on them may take together.");
        Meter.CreateObservableGauge("threedb.memory.spare", () => Budgets.Keys.Sum(budget => budget.UsedBySpare), "By", "Memory of what is kept only to save work, such as sub-graphs; given up first.");
        Meter.CreateObservableGauge("threedb.memory.reserved", () => Budgets.Keys.Sum(budget => budget.Reserved), "By", "Memory that work such as an algorithm has taken at the moment.");
    }

    /// <summary>Shows a budget until what this gives is disposed of.</summary>
    public static IDisposable Watch(MemoryBudget budget)
    {
        Budgets.AddOrUpdate(budget, 1, (_, users) => users + 1);
        return new Watched(budget);
    }

    public static void Watch(object owner, string kind, string tenant, Func<long> bytes) => Known[owner] = (kind, tenant, bytes);

    public static void Forget(object owner) => Known.TryRemove(owner, out _);

    public static void Loaded(string kind, string tenant, TimeSpan elapsed)
    {
        Loads.Add(1, Tags(kind, tenant));
        LoadSeconds.Record(elapsed.TotalSeconds, Tags(kind, tenant));
    }

    public static void GivenUp(string kind, string tenant) => GivenUps.Add(1, Tags(kind, tenant));

    public static void FellBack(string kind, string tenant, StructureLack why, bool isRefused) =>
        Fallbacks.Add(1, new TagList { { "kind", kind }, { "tenant", tenant }, { "why", StrictObject.WordOf(why) }, { "outcome", isRefused ? "refused" : "sql" } });

    private sealed class Watched(MemoryBudget budget) : IDisposable
    {
        public void Dispose()
        {
            if (Budgets.AddOrUpdate(budget, 0, (_, users) => users - 1) == 0)
            {
                Budgets.TryRemove(KeyValuePair.Create(budget, 0));
            }
        }
    }

    private static TagList Tags(string kind, string tenant) => new() { { "kind", kind }, { "tenant", tenant } };
}
