using System.Diagnostics;
using ThreeDb.Graphs;
using ThreeDb.Postgres;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>Walks the graph leg of a query in memory.</summary>
internal static class GraphLegWalk
{
    // SQL can walk it, too: a graph that is being loaded is not waited for.
    private static readonly StructureDemand Now = new(null, TimeSpan.Zero);

    /// <summary>Whether a leg would be walked in memory now: faster than a cache answers, and of what is there at most a moment old.</summary>
    public static async ValueTask<bool> IsInMemoryAsync(StoreSession session, GraphMemory memory, GraphLeg? leg, CancellationToken cancellationToken) =>
        leg is not null && (await memory.Host.UseAsync(session.TenantId, session.Tenant, Now, cancellationToken).ConfigureAwait(false)).Structure is not null;

    /// <summary>What was found, or why SQL has to walk. The tree belongs to the caller.</summary>
    public static async ValueTask<(WalkTree? Tree, WalkedGraph? Walked, string? Why)> FromAsync(StoreSession session, GraphMemory memory, GraphLeg leg, PositionDemand? demand, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var use = await memory.Host.UseAsync(session.TenantId, session.Tenant, Now with { AtLeast = demand?.Point }, cancellationToken).ConfigureAwait(false);
        if (use.Structure?.Current is not { } view)
        {
            return (null, null, use.Why);
        }

        if (view.Find(leg.From) is not (var start and not 0))
        {
            return (null, null, "it does not know the entity");
        }

        var tree = WalkTree.From(view, start, new WalkRules
        {
            Direction = leg.Direction, Types = TenantGraph.Types(view, leg.Via), Depth = leg.MaxDepth, MaxVisited = Traversal.MaxVisitedInMemory, Cancellation = cancellationToken,
        });
        var found = tree.Found.Where(one => one.Depth >= leg.MinDepth).ToList();
        var cut = tree.Truncated ? $", cut at {Traversal.MaxVisitedInMemory:N0} entities" : "";
        return (tree, new WalkedGraph(
            [.. found.Select(one => (long)one.Seq)], [.. found.Select(one => one.Depth)], tree.Found.Count, tree.Depth, "in memory" + cut, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            seq => tree.PathTo((int)seq)?.Select(step => (long)step).ToList()), null);
    }
}
