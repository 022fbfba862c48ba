using ThreeDb.Projections;

namespace ThreeDb.Connectors.Valkey;

/// <summary>The names of everything that one cache has in the server. All of them share a hash tag, so that in a cluster they lie in one slot and scripts may touch them together.</summary>
/// <param name="tenant">The tenant.</param>
/// <param name="projection">The projection.</param>
/// <param name="database">The database that feeds it: caches of several databases in one server have nothing in common. Empty where it is not known.</param>
internal sealed class CacheKeys(string tenant, string projection, string database)
{
    public CacheKeys(ProjectionContext context)
        : this(context.Tenant, context.Name, context.Compared)
    {
    }

    /// <summary>What all names begin with. Nothing in it has a meaning in a pattern of SCAN.</summary>
    public string Prefix { get; } = $"3db:{{{Uri.EscapeDataString(tenant)}:{Uri.EscapeDataString(projection)}{(database.Length == 0 ? "" : ":" + database)}}}:";

    /// <summary>A hash: epoch <c>e</c>, run of the server <c>r</c>, fence <c>fe</c> and <c>fn</c>, applied point <c>a</c>, and the generation of each bucket <c>g…</c>.
    /// One key for all of it, so that a server that evicts keys loses all of it or nothing.</summary>
    public string State => Prefix + "s";

    /// <summary>A sorted set: the entities that are kept, as <c>bucket|id</c>, by seq.</summary>
    public string Index => Prefix + "i";

    /// <summary>The channel that tells which buckets have a new generation; <c>*</c> for all.</summary>
    public string Channel => Prefix + "c";

    /// <summary>An entity.</summary>
    public string Entity(string id) => Prefix + "e:" + id;

    /// <summary>The answer to a query.</summary>
    public string Query(string key) => Prefix + "q:" + key;

    /// <summary>Who reads the source for an answer.</summary>
    public static string Lock(string entry) => entry + ":lock";
}
