using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>What is within reach. Types and filters are asked of PostgreSQL in one batch, and only when there are any.</summary>
internal sealed class ReachQuestion(StoreSession session, ReachOptions options)
{
    private bool IsFiltered => options.Where is not null || options.Types.Count > 0;

    public async Task<Reach> InMemoryAsync(GraphView view, int start, CancellationToken cancellationToken)
    {
        var rules = new WalkRules
        {
            Direction = options.Direction,
            Types = TenantGraph.Types(view, options.Via),
            At = GraphTime.Micros(options.At),
            Depth = options.Depth,
            MaxPerHop = options.MaxPerHop ?? int.MaxValue,
            MaxVisited = options.MaxVisited,
            Cancellation = cancellationToken,
        };
        if (!IsFiltered && options.Limit == 0)
        {
            var counts = KHop.Count(view, start, rules);
            return Capped(new Reach(counts.Total, [.. counts.ByDepth.Skip(1).Select(count => (long)count)], [], counts.Truncated), counts.Total, bySql: false);
        }

        var found = KHop.Seqs(view, start, rules);
        var byDepth = Enumerable.Range(1, Math.Max(0, found.DepthCount - 1)).Select(depth => (IReadOnlyList<int>)found.At(depth).ToArray()).ToList();
        var visited = byDepth.Sum(hop => hop.Count);
        if (options.Types.Count > 0)
        {
            var types = options.Types.Select(view.Names.EntityTypes.Find).Where(type => type != 0).ToHashSet();
            byDepth = [.. byDepth.Select(hop => (IReadOnlyList<int>)[.. hop.Where(seq => types.Contains(view.TypeOf(seq)))])];
        }

        if (options.Where is { } where)
        {
            var matching = await session.Graph.MatchAsync([.. byDepth.SelectMany(hop => hop).Select(seq => (long)seq)], [], where, cancellationToken).ConfigureAwait(false);
            byDepth = [.. byDepth.Select(hop => (IReadOnlyList<int>)[.. hop.Where(seq => matching.Contains(seq))])];
        }

        var listed = Listed(byDepth);
        var filter = new StepFilter(view, rules);
        var names = await new GraphNaming(view, session.Graph).ReadAsync(listed.Select(one => one.Seq), cancellationToken).ConfigureAwait(false);
        var answer = Answer(byDepth, [.. listed.Select(one => names.Node(one.Seq, one.Depth, filter.DegreeOf(view, one.Seq)))], found.Truncated);
        return Capped(GraphNotes.Add(answer, GraphNotes.EntityTypes(view, options.Types)), visited, bySql: false);
    }

    public async Task<Reach> BySqlAsync(string id, CancellationToken cancellationToken)
    {
        var (found, truncated) = await session.Graph.ReachAsync(id, options, cancellationToken).ConfigureAwait(false);
        var byDepth = found.ToList();
        var visited = byDepth.Sum(hop => hop.Count);
        if (IsFiltered)
        {
            var matching = await session.Graph.MatchAsync([.. byDepth.SelectMany(hop => hop)], options.Types, options.Where, cancellationToken).ConfigureAwait(false);
            byDepth = [.. byDepth.Select(hop => (IReadOnlyList<long>)[.. hop.Where(matching.Contains)])];
        }

        var listed = Listed(byDepth);
        var nodes = await session.Graph.NodesAsync([.. listed.Select(one => one.Seq)], options.Via, options.At, cancellationToken).ConfigureAwait(false);
        var answer = Answer(byDepth, [.. listed.Where(one => nodes.ContainsKey(one.Seq)).Select(one => nodes[one.Seq] with { Depth = one.Depth })], truncated);
        return Capped(GraphNotes.Add(answer, GraphNotes.EntityTypes(await UnknownTypesAsync(answer.Total, cancellationToken).ConfigureAwait(false))), visited, bySql: true);
    }

    // Which types there are is not at hand: those that were asked for are looked for, where what was found does not tell.
    private async Task<IReadOnlyList<string>> UnknownTypesAsync(long found, CancellationToken cancellationToken)
    {
        var unknown = new List<string>();
        foreach (var type in found > 0 && options.Types.Count == 1 ? [] : options.Types.Distinct(StringComparer.Ordinal))
        {
            if (await session.Entities.ListAsync(new ListRequest { Type = type, Limit = 1 }, cancellationToken).ConfigureAwait(false) is { Items.Count: 0 })
            {
                unknown.Add(type);
            }
        }

        return unknown;
    }

    // Which of the two caps it was that stopped the walk.
    private Reach Capped(Reach reach, long visited, bool bySql)
    {
        var most = bySql ? Math.Min(options.MaxVisited, Traversal.MaxVisited) : options.MaxVisited;
        return !reach.Truncated ? reach
            : GraphNotes.Add(reach, [options.MaxPerHop is { } perHop && visited < most ? GraphNotes.PerHop(perHop) : GraphNotes.Visited(visited, bySql)]);
    }

    private List<(T Seq, int Depth)> Listed<T>(IEnumerable<IReadOnlyList<T>> byDepth) =>
        [.. byDepth.SelectMany((hop, i) => hop.Order().Select(seq => (seq, i + 1))).Take(options.Limit)];

    private static Reach Answer<T>(IReadOnlyList<IReadOnlyList<T>> byDepth, IReadOnlyList<GraphNode> items, bool truncated)
    {
        // A step that found nothing is none.
        long[] counts = [.. byDepth.Select(hop => (long)hop.Count)];
        return new Reach(counts.Sum(), counts.AsSpan().TrimEnd(0L).ToArray(), items, truncated);
    }
}
