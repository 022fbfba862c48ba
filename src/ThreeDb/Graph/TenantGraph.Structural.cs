using System.Diagnostics;
using System.Runtime.CompilerServices;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>Paths, and what relations add up to.</summary>
internal sealed partial class TenantGraph
{
    public async Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PathOptions();
        StructuralRules.Check(from, to, options);
        var started = Stopwatch.GetTimestamp();
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var rules = Rules(view, options.Direction, options.Via, options.At, cancellationToken) with { Depth = options.Depth ?? (options.Weighted ? int.MaxValue : TraversalDefaults.PathDepth) };
        var found = await Task.Run(() => Find(view, SeqOf(view, from), SeqOf(view, to), rules, options), cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(view, found.Paths.SelectMany(path => path.Seqs), cancellationToken).ConfigureAwait(false);
        var degrees = names.Degrees(rules, found.Paths.SelectMany(path => path.Seqs));
        return GraphNotes.Add(new GraphPaths([.. found.Paths.Select(path => names.Path(path, degrees, options.Weighted))], found.Truncated), GraphNotes.Types(view, options.Via)) with
        {
            Explanation = options.Explain ? new GraphExplanation("memory", null, Stopwatch.GetElapsedTime(started).TotalMilliseconds) : null,
        };
    }

    public async Task<CommonNeighbors> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new Traversal();
        SessionGraph.Check(options);
        var started = Stopwatch.GetTimestamp();
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var found = CommonNeighbours.Of(view, SeqOf(view, one), SeqOf(view, other), Rules(view, options, Direction.Any, 1, cancellationToken), options.Limit);
        var names = await NamesAsync(view, found.Items.Select(entity => entity.Seq), cancellationToken).ConfigureAwait(false);
        return GraphNotes.Add(new CommonNeighbors([.. found.Items.Select(names.Node)], found.Truncated), GraphNotes.Types(view, options.Via)) with
        {
            Explanation = options.Explain ? new GraphExplanation("memory", null, Stopwatch.GetElapsedTime(started).TotalMilliseconds) : null,
        };
    }

    public async Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LossOptions();
        StructuralRules.Check(id, options);
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var rules = Rules(view, Direction.Out, options.Via, options.At, cancellationToken);
        var gone = SeqOf(view, id);
        int[] roots = [.. options.Roots.Select(root => SeqOf(view, root))];
        var lost = await Task.Run(() => Unreachable.Without(view, roots.Length > 0 ? roots : Roots.Of(view, rules), gone, rules).Seqs.Where(seq => seq != gone).ToArray(), cancellationToken).ConfigureAwait(false);
        var losses = new Losses(lost.Length, await NodesAsync(view, lost.Take(options.Limit), new StepFilter(view, rules), cancellationToken).ConfigureAwait(false));
        return GraphNotes.Add(losses, GraphNotes.Types(view, options.Via));
    }

    public async Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CycleOptions();
        StructuralRules.Check(options);
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var rules = Rules(view, Direction.Out, options.Via, options.At, cancellationToken);
        var through = options.Through is { } id ? SeqOf(view, id) : (int?)null;
        var (hasAny, found) = await Task.Run(
            () =>
            {
                var cycles = through is { } seq
                    ? Cycles.Through(view, seq, rules, options.MaxLength, options.Limit)
                    : Cycles.In(view, rules, options.MaxLength, options.Limit);
                return (cycles.Paths.Count > 0 || Cycles.Exist(view, rules), cycles);
            },
            cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(view, found.Paths.SelectMany(path => path.Seqs), cancellationToken).ConfigureAwait(false);
        var degrees = names.Degrees(rules, found.Paths.SelectMany(path => path.Seqs));
        return GraphNotes.Add(new GraphCycles(hasAny, [.. found.Paths.Select(path => names.Round(path, degrees))], found.Truncated), GraphNotes.Types(view, options.Via));
    }

    public async Task<GraphOrder> OrderAsync(OrderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OrderOptions();
        StructuralRules.Check(options);
        return await new OrderQuestion(await ViewAsync(cancellationToken).ConfigureAwait(false), session.Graph, memory, options).BeginningAsync(cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<GraphNode> WholeOrderAsync(OrderOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new OrderOptions();
        StructuralRules.Check(options);
        var order = new OrderQuestion(await ViewAsync(cancellationToken).ConfigureAwait(false), session.Graph, memory, options);
        await foreach (var node in order.WholeAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return node;
        }
    }

    public IAsyncEnumerable<GraphPiece> PartAsync(PartOptions? options = null, CancellationToken cancellationToken = default) =>
        PartQuestion.AskAsync(ViewAsync, session.Graph, memory, options ?? new PartOptions(), cancellationToken);

    // 1 the fewest steps; 2 all of these; 3 one that is cheapest; 4 several, best first.
    private static PathList Find(GraphView view, int from, int to, WalkRules rules, PathOptions options) => options switch
    {
        { AllShortest: true } => AllShortestPaths.Find(view, from, to, rules, options.Count),
        { Count: > 1 } => KShortestPaths.Find(view, from, to, rules, options.Count, options.Weighted),
        { Weighted: true, Depth: not null } => Single(CheapestPath.Find(view, from, to, rules)),
        { Weighted: true } => Single(WeightedPath.Find(view, from, to, rules)),
        _ => Single(ShortestPath.Find(view, from, to, rules)),
    };

    private static PathList Single(PathAnswer answer) => new(answer.Path is { } path ? [path] : [], answer.Truncated);

    internal static WalkRules Rules(GraphView view, Direction direction, IReadOnlyList<string> via, DateTimeOffset? at, CancellationToken cancellationToken) => new()
    {
        Direction = direction,
        Types = Types(view, via),
        At = GraphTime.Micros(at),
        Depth = int.MaxValue,
        Cancellation = cancellationToken,
    };

    private async Task<IReadOnlyList<GraphNode>> NodesAsync(GraphView view, IEnumerable<int> seqs, StepFilter degrees, CancellationToken cancellationToken)
    {
        int[] listed = [.. seqs];
        var names = await NamesAsync(view, listed, cancellationToken).ConfigureAwait(false);
        return [.. listed.Select(seq => names.Node(seq, 0, degrees.DegreeOf(view, seq)))];
    }
}
