using System.Runtime.CompilerServices;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>What comes before what, on one version of the graph.</summary>
internal sealed class OrderQuestion(GraphView view, SessionGraph store, OrderOptions options)
{
    /// <summary>The beginning of the order, or the circle that prevents it.</summary>
    public async Task<GraphOrder> BeginningAsync(CancellationToken cancellationToken)
    {
        var (seqs, cycle) = await FindAsync(cancellationToken).ConfigureAwait(false);
        var order = cycle is null
            ? new GraphOrder(seqs.Count, await NodesAsync(seqs.Take(options.Limit), cancellationToken).ConfigureAwait(false), null)
            : new GraphOrder(0, [], await NodesAsync(cycle, cancellationToken).ConfigureAwait(false));
        return GraphNotes.Add(order, GraphNotes.Types(view, options.Via));
    }

    /// <summary>All of it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2020</c>.</exception>
    public async IAsyncEnumerable<GraphNode> WholeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (seqs, cycle) = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (cycle is not null)
        {
            throw new ThreeDbException(ErrorCodes.NoOrder, "There is no order, because of a circle: " + string.Join(" → ", cycle.Append(cycle[0]).Select(view.IdOf)) + ".");
        }

        foreach (var part in seqs.Chunk(GraphNaming.AtOnce))
        {
            foreach (var node in await NodesAsync(part, cancellationToken).ConfigureAwait(false))
            {
                yield return node;
            }
        }
    }

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

        var filter = new StepFilter(view, rules);
        return (options.Via.Count == 0 ? found.Seqs! : [.. found.Seqs!.Where(seq => filter.DegreeOf(view, seq) > 0)], null);
    }

    private async Task<IReadOnlyList<GraphNode>> NodesAsync(IEnumerable<int> seqs, CancellationToken cancellationToken)
    {
        int[] listed = [.. seqs];
        var degrees = new StepFilter(view, Rules(cancellationToken));
        var names = await new GraphNaming(view, store).ReadAsync(listed, cancellationToken).ConfigureAwait(false);
        return [.. listed.Select(seq => names.Node(seq, 0, degrees.DegreeOf(view, seq)))];
    }
}
