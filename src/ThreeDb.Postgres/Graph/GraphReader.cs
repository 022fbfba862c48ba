namespace ThreeDb.Postgres;

/// <summary>Answers questions about the graph by bounded SQL.</summary>
internal sealed class GraphReader(StoreConnections connections, TypeCatalogue types)
{
    private const int MaxEdges = 20_000;

    // One step, however far it leads: a cap on it would choose the most connected among the first ones only.
    public Task<Neighbors> NeighborsAsync(int tenant, string id, Traversal options, CancellationToken cancellationToken) =>
        AskAsync(tenant, id, options, Direction.Any, NeighborsAsync, cancellationToken, maxVisited: int.MaxValue - 1);

    private static async Task<Neighbors> NeighborsAsync(GraphQuestion question, Walk walk, long start, Traversal options, CancellationToken cancellationToken)
    {
        await walk.StepAsync(cancellationToken).ConfigureAwait(false);

        // Most connected first needs the degree of all; only the best are read whole.
        var best = await question.MostConnectedAsync(walk.Frontier, options, cancellationToken).ConfigureAwait(false);
        var nodes = await question.NodesAsync([start, .. best], seq => seq == start ? 0 : 1, RelationRules.Of(options), cancellationToken).ConfigureAwait(false);
        var edges = await question.EdgesOfAsync(start, nodes, RelationRules.Of(options), cancellationToken).ConfigureAwait(false);
        var mine = edges.ToLookup(edge => edge.Source == start ? edge.Target : edge.Source, edge => edge.Edge);
        return new Neighbors([.. best.Select(seq => new Neighbor(nodes[seq], [.. mine[seq]]))], walk.FrontierSize > best.Count);
    }

    public Task<Network> NetworkAsync(int tenant, string id, Traversal options, CancellationToken cancellationToken) =>
        AskAsync(tenant, id, options, Direction.Any, NetworkAsync, cancellationToken);

    private static async Task<Network> NetworkAsync(GraphQuestion question, Walk walk, long start, Traversal options, CancellationToken cancellationToken)
    {
        var chosen = new List<long> { start };
        var truncated = false;
        while (!truncated && walk.Depth < (options.Depth ?? TraversalDefaults.NetworkDepth) && await walk.StepAsync(cancellationToken).ConfigureAwait(false))
        {
            var room = options.Limit - chosen.Count;
            truncated = walk.FrontierSize > room || walk.Truncated;
            chosen.AddRange(truncated
                ? await question.MostConnectedAsync(walk.Frontier, options with { Limit = Math.Max(room, 0) }, cancellationToken).ConfigureAwait(false)
                : walk.Frontier);
        }

        var nodes = await question.NodesAsync(chosen, seq => walk.Visited[seq].Depth, RelationRules.Of(options), cancellationToken).ConfigureAwait(false);
        var edges = await question.EdgesAsync(nodes, RelationRules.Of(options), MaxEdges + 1, cancellationToken).ConfigureAwait(false);
        var ordered = chosen.OrderBy(seq => walk.Visited[seq].Depth).ThenByDescending(seq => nodes[seq].Degree).ThenBy(seq => seq);
        return new Network([.. ordered.Select(seq => nodes[seq])], [.. edges.Take(MaxEdges).Select(edge => edge.Edge)], truncated || edges.Count > MaxEdges);
    }

    public async Task<GraphPath?> ShortestPathAsync(int tenant, string from, string to, Traversal options, CancellationToken cancellationToken)
    {
        TraversalRules.Check(options);
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        var direction = options.Direction ?? Direction.Any;
        return await MeetAsync(question, from, to, options, direction, options.Depth ?? TraversalDefaults.PathDepth, cancellationToken).ConfigureAwait(false) is var (met, ahead, back)
            ? await PathAsync(question, ahead, back, met, direction, RelationRules.Of(options), cancellationToken).ConfigureAwait(false)
            : null;
    }

    public async Task<Reachability> ReachableAsync(int tenant, string from, string to, Traversal options, CancellationToken cancellationToken)
    {
        TraversalRules.Check(options);
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        return await MeetAsync(question, from, to, options, options.Direction ?? Direction.Out, options.Depth ?? int.MaxValue, cancellationToken).ConfigureAwait(false) is var (_, ahead, back)
            ? new Reachability(true, ahead.Depth + back.Depth)
            : new Reachability(false, null);
    }

    // Walks from both ends, each time on from the smaller side, until the walks meet; null when they do not.
    private static async Task<(long Met, Walk Ahead, Walk Back)?> MeetAsync(
        GraphQuestion question, string from, string to, Traversal options, Direction direction, int depth, CancellationToken cancellationToken)
    {
        var start = await question.SeqOfAsync(from, cancellationToken).ConfigureAwait(false);
        var end = await question.SeqOfAsync(to, cancellationToken).ConfigureAwait(false);
        var ahead = question.Walk(direction, RelationRules.Of(options), Traversal.MaxVisited);
        var back = question.Walk(Opposite(direction), RelationRules.Of(options), Traversal.MaxVisited);
        ahead.Start(start);
        back.Start(end);
        long? meeting = start == end ? start : null;
        while (meeting is null && ahead.Depth + back.Depth < depth)
        {
            var (smaller, other) = ahead.FrontierSize <= back.FrontierSize ? (ahead, back) : (back, ahead);
            if (!await smaller.StepAsync(cancellationToken).ConfigureAwait(false) && !smaller.Truncated)
            {
                return null;
            }

            // Both walks are complete to their depths, so the best meeting point among the new entities gives a shortest path.
            meeting = smaller.Frontier.Where(other.Visited.ContainsKey).OrderBy(seq => other.Visited[seq].Depth).Select(seq => (long?)seq).FirstOrDefault();
            if (meeting is null && smaller.Truncated)
            {
                throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"The search for a path stopped after {Traversal.MaxVisited:N0} entities.",
                    "Name the relation types to follow, or a smaller depth.");
            }
        }

        return meeting is { } met ? (met, ahead, back) : null;
    }

    public Task<Impact> ImpactAsync(int tenant, string id, Traversal options, CancellationToken cancellationToken) =>
        AskAsync(tenant, id, options, Direction.In, ImpactAsync, cancellationToken);

    private static async Task<Impact> ImpactAsync(GraphQuestion question, Walk walk, long start, Traversal options, CancellationToken cancellationToken)
    {
        var byDepth = new List<long>();
        var depth = options.Depth ?? TraversalDefaults.ImpactDepth;
        while (walk.Depth < depth && await walk.StepAsync(cancellationToken).ConfigureAwait(false))
        {
            byDepth.Add(walk.FrontierSize);
        }

        if (walk.Depth == depth && walk.FrontierSize > 0)
        {
            // The entities of the last step are no further visited, but how many depend on them is asked for.
            await walk.CountFrontierAsync(cancellationToken).ConfigureAwait(false);
        }

        var best = walk.Visited.Where(visit => visit.Key != start)
            .OrderByDescending(visit => visit.Value.Neighbors).ThenBy(visit => visit.Value.Depth).ThenBy(visit => visit.Key)
            .Take(options.Limit).Select(visit => visit.Key).ToList();
        var nodes = await question.NodesAsync(best, seq => walk.Visited[seq].Depth, RelationRules.Of(options), cancellationToken).ConfigureAwait(false);
        return new Impact(walk.Visited.Count - 1, byDepth, [.. best.Select(seq => new ImpactedEntity(nodes[seq], walk.Visited[seq].Neighbors))], walk.Truncated);
    }

    public async Task<Network> AmongAsync(int tenant, IReadOnlyList<string> ids, Traversal options, CancellationToken cancellationToken)
    {
        TraversalRules.Check(ids, options);
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        var seqs = await question.SeqsOfAsync([.. ids.Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        var nodes = await question.NodesAsync(seqs, _ => 0, RelationRules.Of(options), cancellationToken).ConfigureAwait(false);
        var edges = await question.EdgesAsync(nodes, RelationRules.Of(options), Traversal.MaxAmong + 1, cancellationToken).ConfigureAwait(false);
        return new Network([.. seqs.Select(seq => nodes[seq])], [.. edges.Take(Traversal.MaxAmong).Select(edge => edge.Edge)], edges.Count > Traversal.MaxAmong);
    }

    /// <summary>Counts what is within reach; visits <see cref="Traversal.MaxVisited"/> entities at most.</summary>
    public async Task<(IReadOnlyList<IReadOnlyList<long>> ByDepth, bool Truncated)> ReachAsync(int tenant, string id, ReachOptions options, CancellationToken cancellationToken)
    {
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        var start = await question.SeqOfAsync(id, cancellationToken).ConfigureAwait(false);
        var walk = question.Walk(options.Direction, new RelationRules(options.Via, options.At), Math.Min(options.MaxVisited, Traversal.MaxVisited), options.MaxPerHop ?? int.MaxValue);
        walk.Start(start);
        var found = new List<IReadOnlyList<long>>();
        while (walk.Depth < options.Depth && await walk.StepAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(walk.Frontier);
        }

        return (found, walk.Truncated || walk.IsCut);
    }

    /// <summary>Nodes by seq; of those that do not live any more there are none.</summary>
    public async Task<IReadOnlyDictionary<long, GraphNode>> NodesAsync(int tenant, IReadOnlyList<long> seqs, RelationRules rules, CancellationToken cancellationToken)
    {
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        return await question.NodesAsync(seqs, _ => 0, rules, cancellationToken).ConfigureAwait(false);
    }

    private static Direction Opposite(Direction direction) => direction switch
    {
        Direction.Out => Direction.In,
        Direction.In => Direction.Out,
        _ => Direction.Any,
    };

    private static async Task<GraphPath> PathAsync(
        GraphQuestion question, Walk ahead, Walk back, long meeting, Direction direction, RelationRules rules, CancellationToken cancellationToken)
    {
        List<long> path = [.. ahead.PathTo(meeting), .. Enumerable.Reverse(back.PathTo(meeting)).Skip(1)];
        var place = path.Index().ToDictionary(item => item.Item, item => item.Index);
        var nodes = await question.NodesAsync(path, seq => place[seq], rules, cancellationToken).ConfigureAwait(false);
        var edges = await question.EdgesAsync(nodes, rules, int.MaxValue, cancellationToken).ConfigureAwait(false);
        var steps = path.Zip(path.Skip(1), (near, far) => edges.First(edge =>
            (direction != Direction.In && edge.Source == near && edge.Target == far) || (direction != Direction.Out && edge.Source == far && edge.Target == near)).Edge);
        return new GraphPath([.. path.Select(seq => nodes[seq])], [.. steps]);
    }

    /// <summary>Answers by a walk from one entity.</summary>
    private async Task<T> AskAsync<T>(
        int tenant, string id, Traversal options, Direction usual, Func<GraphQuestion, Walk, long, Traversal, CancellationToken, Task<T>> answer, CancellationToken cancellationToken,
        int maxVisited = Traversal.MaxVisited)
    {
        TraversalRules.Check(options);
        var question = await OpenAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var graph = question.Graph.ConfigureAwait(false);
        var start = await question.SeqOfAsync(id, cancellationToken).ConfigureAwait(false);
        var walk = question.Walk(options.Direction ?? usual, RelationRules.Of(options), maxVisited);
        walk.Start(start);
        return await answer(question, walk, start, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<GraphQuestion> OpenAsync(int tenant, CancellationToken cancellationToken)
    {
        var known = await types.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        return new GraphQuestion(await GraphSnapshot.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false), known);
    }
}
