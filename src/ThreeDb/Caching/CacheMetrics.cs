using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ThreeDb;

/// <summary>What becomes of reads where a tenant has declared a cache.</summary>
/// <param name="tenant">The tenant.</param>
internal sealed class CacheMetrics(string tenant)
{
    private static readonly Counter<long> Reads = new Meter("ThreeDb").CreateCounter<long>(
        "threedb.cache.reads", "{read}", "Entities and queries that a cache answered (hit), did not have (miss), or was not asked for (bypass).");

    private readonly TagList _entityHit = Tags(tenant, "entity", "hit");
    private readonly TagList _entityMiss = Tags(tenant, "entity", "miss");
    private readonly TagList _entityBypass = Tags(tenant, "entity", "bypass");
    private readonly TagList _queryHit = Tags(tenant, "query", "hit");
    private readonly TagList _queryMiss = Tags(tenant, "query", "miss");
    private readonly TagList _queryBypass = Tags(tenant, "query", "bypass");

    /// <summary>Entities were read through the cache: how many in all, and how many of them PostgreSQL was asked for.</summary>
    public void Entities(int all, int asked)
    {
        Add(all - asked, _entityHit);
        Add(asked, _entityMiss);
    }

    /// <summary>Entities were read past the cache.</summary>
    public void EntitiesPassed(int count) => Add(count, _entityBypass);

    /// <summary>A query was answered through the cache.</summary>
    public void Query(bool asked) => Add(1, asked ? _queryMiss : _queryHit);

    /// <summary>A query was answered past the cache.</summary>
    public void QueryPassed() => Add(1, _queryBypass);

    private static void Add(int count, in TagList tags)
    {
        if (count > 0)
        {
            Reads.Add(count, tags);
        }
    }

    private static TagList Tags(string tenant, string of, string result) => new() { { "tenant", tenant }, { "of", of }, { "result", result } };
}
