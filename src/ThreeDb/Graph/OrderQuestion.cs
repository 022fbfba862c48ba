using System.Runtime.CompilerServices;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>What comes before what, on one version of the graph.</summary>
internal sealed class OrderQuestion(GraphView view, SessionGraph store, GraphMemory memory, OrderOptions options)
{
    // While it is found: how many come before each, the order, and a circle with its relations, which are copied as they grow.
    private const int MostBytesPerSeq = 11 * sizeof(int);

    private const int MostDrawn = 20;

    /// <summary>The beginning of the order, or the circle that prevents it. To find it takes as much memory as all of it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2018</c>.</exception>
    public async Task<GraphOrder> BeginningAsync(CancellationToken cancellationToken)
    {
        using var room = Reserve();
        var (seqs, cycle) = await FindAsync(cancellationToken).ConfigureAwait(false);
        room.Shrink((long)(cycle ?? seqs).Count * sizeof(int));
        var order = cycle is null
            ? new GraphOrder(seqs.Count, await NodesAsync(seqs.Take(options.Limit), cancellationToken).ConfigureAwait(false), null)
            : new GraphOrder(cycle.Count, [], await NodesAsync(cycle.Take(options.Limit), cancellationToken).ConfigureAwait(false));
        return GraphNotes.Add(order, GraphNotes.Types(view, options.Via));
    }

    /// <summary>All of it. Its memory is taken of what all graphs may take, however slowly the answer is read.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2018</c>, <c>TDB2020</c>.</exception>
    public async IAsyncEnumerable<GraphNode> WholeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var room = Reserve();
        var (seqs, cycle) = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (cycle is not null)
        {
            throw new ThreeDbException(ErrorCodes.NoOrder, $"There is no order, because of a circle: {Drawn(cycle)}.");
        }

        room.Shrink((long)seqs.Count * sizeof(int));
        foreach (var part in seqs.Chunk(GraphNaming.AtOnce))
        {
            foreach (var node in await NodesAsync(part, cancellationToken).ConfigureAwait(false))
            {
                yield return node;
            }
        }
    }

    private Sync.MemoryReservation Reserve() => memory.Require((long)view.SeqEnd * MostBytesPerSeq, "To find an order");

    // A circle may lead through every entity there is.
    private string Drawn(IReadOnlyList<int> cycle) => cycle.Count <= MostDrawn
        ? string.Join(" → ", cycle.Append(cycle[0]).Select(view.IdOf))
        : $"{string.Join(" → ", cycle.Take(MostDrawn).Select(view.IdOf))} → … ({cycle.Count:N0} entities)";

    private WalkRules Rules(CancellationToken cancellationToken) =>
        TenantGraph.Rules(view, options.TargetsFirst ? Direction.In : Direction.Out, options.Via, options.At, cancellationToken);

    // Where types of relations are chosen, entities without one of them have no place in the order.
    private async Task<(IReadOnlyList<int> Seqs, IReadOnlyList<int>? Cycle)> FindAsync(CancellationToken cancellationToken)
    {
        var rules = Rules(cancellationToken);
        var found = await Task.Run(() => TopologicalOrder.Of(view, rules), cancellationToken).ConfigureAwait(false);
        if (found.Cycle is { } cycle)
        {
            return ([], [.. cycle.Seqs.Take(cycle.Seqs.Count - 1)]);
        }

        if (options.Via.Count == 0)
        {
            return (found.Seqs!, null);
        }

        var filter = new StepFilter(view, rules);
        int[] chosen = [.. found.Seqs!.Where(seq => filter.DegreeOf(view, seq) > 0)];
        return (chosen, null);
    }

    private async Task<IReadOnlyList<GraphNode>> NodesAsync(IEnumerable<int> seqs, CancellationToken cancellationToken)
    {
        int[] listed = [.. seqs];
        var degrees = new StepFilter(view, Rules(cancellationToken));
        var names = await new GraphNaming(view, store).ReadAsync(listed, cancellationToken).ConfigureAwait(false);
        return [.. listed.Select(seq => names.Node(seq, 0, degrees.DegreeOf(view, seq)))];
    }
}
