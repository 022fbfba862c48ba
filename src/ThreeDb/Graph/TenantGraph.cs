using System.Diagnostics;
using System.Runtime.CompilerServices;
using ThreeDb.Graphs;
using ThreeDb.Postgres;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The graph of one tenant: answered from memory, or by SQL where memory cannot.</summary>
/// <param name="session">The store.</param>
/// <param name="memory">The graphs in memory.</param>
/// <param name="demand">What answers must have seen besides what this process has written; null for nothing.</param>
internal sealed partial class TenantGraph(StoreSession session, GraphMemory memory, PositionDemand? demand) : IGraph
{
    // What SQL can answer does not wait long for a graph that is being loaded; an algorithm does.
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);

    public async Task<Neighbors> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [id], options.Via, options.Explain,
            async (view, seqs) =>
            {
                var found = Neighbours.Of(view, seqs[0], Rules(view, options, Direction.Any, 1, cancellationToken), options.Limit);
                var names = await NamesAsync(view, found.Items.Select(item => item.Entity.Seq), cancellationToken).ConfigureAwait(false);
                return new Neighbors([.. found.Items.Select(item => new Neighbor(names.Node(item.Entity), [.. item.Links.Select(names.Edge)]))], found.Truncated);
            },
            () => session.Graph.NeighborsAsync(id, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [id], options.Via, options.Explain,
            async (view, seqs) =>
            {
                var found = NetworkWalk.From(view, seqs[0], Rules(view, options, Direction.Any, TraversalDefaults.NetworkDepth, cancellationToken), options.Limit);
                var names = await NamesAsync(view, found.Entities.Select(entity => entity.Seq), cancellationToken).ConfigureAwait(false);
                return new Network([.. found.Entities.Select(names.Node)], [.. found.Links.Select(names.Edge)], found.Truncated);
            },
            () => session.Graph.NetworkAsync(id, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<GraphPathAnswer> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [from, to], options.Via, options.Explain,
            async (view, seqs) =>
            {
                var rules = Rules(view, options, Direction.Any, TraversalDefaults.PathDepth, cancellationToken);
                var (found, truncated) = ShortestPath.Find(view, seqs[0], seqs[1], rules);
                if (found is null && truncated)
                {
                    throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"The search for a path stopped after {Traversal.MaxVisitedInMemory:N0} entities.", "Name the relation types to follow, or a smaller depth.");
                }

                if (found is null)
                {
                    return new GraphPathAnswer(null);
                }

                var names = await NamesAsync(view, found.Seqs, cancellationToken).ConfigureAwait(false);
                return new GraphPathAnswer(names.Path(found, names.Degrees(rules, found.Seqs), weighted: false));
            },
            async () => new GraphPathAnswer(await session.Graph.ShortestPathAsync(from, to, options, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Reachability> ReachableAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [from, to], options.Via, options.Explain,
            (view, seqs) =>
            {
                var found = Reachable.CanReach(view, seqs[0], seqs[1], Rules(view, options, Direction.Out, int.MaxValue, cancellationToken));
                return found.Truncated
                    ? throw new ThreeDbException(ErrorCodes.DeadlineExceeded, $"The search for a way stopped after {Traversal.MaxVisitedInMemory:N0} entities.", "Name the relation types to follow, or a smaller depth.")
                    : Task.FromResult(new Reachability(found.IsReachable, found.Steps));
            },
            () => session.Graph.ReachableAsync(from, to, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [id], options.Via, options.Explain,
            async (view, seqs) =>
            {
                var found = ImpactWalk.Of(view, seqs[0], Rules(view, options, Direction.In, TraversalDefaults.ImpactDepth, cancellationToken), options.Limit);
                var names = await NamesAsync(view, found.Items.Select(item => item.Entity.Seq), cancellationToken).ConfigureAwait(false);
                return Capped(new Impact(found.Total, [.. found.ByDepth.Select(count => (long)count)], [.. found.Items.Select(item => new ImpactedEntity(names.Node(item.Entity), item.Dependents))], found.Truncated), bySql: false);
            },
            async () => Capped(await session.Graph.ImpactAsync(id, options, cancellationToken).ConfigureAwait(false), bySql: true), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Reach> ReachAsync(string id, ReachOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ReachOptions();
        SessionGraph.Check(options);
        return await AnswerAsync(
            [id], options.Via, options.Explain,
            (view, seqs) => new ReachQuestion(session, options).InMemoryAsync(view, seqs[0], cancellationToken),
            () => new ReachQuestion(session, options).BySqlAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Network> AmongAsync(IReadOnlyList<string> ids, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        options ??= new Traversal();
        SessionGraph.Check(ids, options);
        string[] entities = [.. ids.Distinct(StringComparer.Ordinal)];
        return await AnswerAsync(
            entities, options.Via, options.Explain,
            async (view, seqs) =>
            {
                var rules = Rules(view, Direction.Any, options.Via, options.At, cancellationToken);
                var found = Among.Of(view, seqs, rules, Traversal.MaxAmong);
                var (names, degrees) = (await NamesAsync(view, seqs, cancellationToken).ConfigureAwait(false), new StepFilter(view, rules));
                return new Network([.. seqs.Select(seq => names.Node(seq, 0, degrees.DegreeOf(view, seq)))], [.. found.Links.Select(names.Edge)], found.Truncated);
            },
            () => session.Graph.AmongAsync(entities, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<GraphVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        await MeetAsync(cancellationToken).ConfigureAwait(false);
        var (graph, found) = await memory.Host.VerifyAsync(session.TenantId, session.Tenant, LongWait, cancellationToken).ConfigureAwait(false);
        var counts = graph.Current.Counts;
        return new GraphVerification(
            found.Differences == 0, counts.Entities, counts.Relations, graph.Bytes, found.Differences, [.. found.Keys.Select(key => key.ToString())], found.Seconds, session.PositionOf(found.Point));
    }

    internal static WalkRules Rules(GraphView view, Traversal options, Direction usual, int usualDepth, CancellationToken cancellationToken) => new()
    {
        Direction = options.Direction ?? usual,
        Types = Types(view, options.Via),
        At = GraphTime.Micros(options.At),
        Depth = options.Depth ?? usualDepth,
        MaxVisited = Traversal.MaxVisitedInMemory,
        Cancellation = cancellationToken,
    };

    internal static int[] Types(GraphView view, IReadOnlyList<string> via) => [.. via.Select(view.Names.RelationTypes.Find)];

    private Task<GraphNaming> NamesAsync(GraphView view, IEnumerable<int> seqs, CancellationToken cancellationToken) => new GraphNaming(view, session.Graph).ReadAsync(seqs, cancellationToken);

    private ValueTask MeetAsync(CancellationToken cancellationToken) => demand?.MeetAsync(cancellationToken) ?? ValueTask.CompletedTask;

    // 1 what is demanded; 2 from memory, when the graph is there and knows the entities; 3 else by SQL, which also says what there is not.
    private async Task<T> AnswerAsync<T>(
        IReadOnlyList<string> ids, IReadOnlyList<string> via, bool explain, Func<GraphView, int[], Task<T>> fromMemory, Func<Task<T>> bySql, CancellationToken cancellationToken)
        where T : ExplainedGraphAnswer
    {
        var started = Stopwatch.GetTimestamp();

        // 1
        await MeetAsync(cancellationToken).ConfigureAwait(false);

        // 2
        var use = await memory.Host.UseAsync(session.TenantId, session.Tenant, new StructureDemand(demand?.Point, ShortWait), cancellationToken).ConfigureAwait(false);
        var why = use.Why;
        if (use.Structure?.Current is { } view)
        {
            int[] seqs = [.. ids.Select(view.Find)];
            if (!seqs.Contains(0))
            {
                return Explained(GraphNotes.Add(await fromMemory(view, seqs).ConfigureAwait(false), GraphNotes.Types(view, via)), "memory", null);
            }

            why = "it does not know the entity";
        }

        // 3
        var answer = await bySql().ConfigureAwait(false);
        return Explained(GraphNotes.Add(answer, await GraphNotes.TypesAsync(session.Graph, via, cancellationToken).ConfigureAwait(false)), "sql", why);

        T Explained(T found, string source, string? reason) =>
            explain ? (T)((ExplainedGraphAnswer)found with { Explanation = new(source, reason, Stopwatch.GetElapsedTime(started).TotalMilliseconds) }) : found;
    }

    // What only memory can answer.
    private async Task<GraphView> ViewAsync(CancellationToken cancellationToken)
    {
        await MeetAsync(cancellationToken).ConfigureAwait(false);
        var use = await memory.Host.UseAsync(session.TenantId, session.Tenant, new StructureDemand(demand?.Point, LongWait, IsOnly: true), cancellationToken).ConfigureAwait(false);
        return use.Structure?.Current ?? throw use.Refusal("graph");
    }

    private static Impact Capped(Impact impact, bool bySql) => impact.Truncated ? GraphNotes.Add(impact, [GraphNotes.Visited(impact.Total, bySql)]) : impact;

    private static int SeqOf(GraphView view, string id) => view.Find(id) is var seq and not 0 ? seq : throw SessionGraph.NotFound(id);
}
