using System.Runtime.CompilerServices;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>Hands over a part of one version of the graph. Its memory is taken of what all graphs may take, and is small beside the graph, however slowly the answer is read.</summary>
internal sealed class PartQuestion(GraphView view, SessionGraph store, GraphMemory memory, PartOptions options)
{
    /// <param name="view">Gives the newest version.</param>
    /// <param name="store">Where titles are.</param>
    /// <param name="memory">What all graphs share.</param>
    /// <param name="options">Which part.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB2001</c>, <c>TDB2017</c>, <c>TDB2018</c>, <c>TDB2021</c>.</exception>
    public static async IAsyncEnumerable<GraphPiece> AskAsync(
        Func<CancellationToken, Task<GraphView>> view, SessionGraph store, GraphMemory memory, PartOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StructuralRules.Check(options);
        var part = new PartQuestion(await view(cancellationToken).ConfigureAwait(false), store, memory, options);
        await foreach (var piece in part.PiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    private async IAsyncEnumerable<GraphPiece> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var room = await Task.Run(() => memory.Require(WholePart.MostBytes(view, cancellationToken), "To hand over a part"), cancellationToken).ConfigureAwait(false);
        var part = await Task.Run(() => Find(cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var note in GraphNotes.Selection(view, options.On))
        {
            yield return new GraphPiece(Note: note);
        }

        for (var from = 0; from < part.Seqs.Length; from += GraphNaming.AtOnce)
        {
            var count = Math.Min(GraphNaming.AtOnce, part.Seqs.Length - from);
            var names = await new GraphNaming(view, store).ReadAsync(part.Seqs.Slice(from, count).ToArray(), cancellationToken).ConfigureAwait(false);
            for (var place = from; place < from + count; place++)
            {
                yield return new GraphPiece(names.Node(part.Entity(place)));
            }
        }

        var unnamed = new GraphNaming(view, store);
        for (var place = 0; place < part.Seqs.Length; place++)
        {
            foreach (var link in part.LinksFrom(part.Seqs[place]))
            {
                yield return new GraphPiece(Edge: unnamed.Edge(link));
            }
        }
    }

    private WholePart Find(CancellationToken cancellationToken)
    {
        var selection = AnalysisAnswer.SelectionOf(view, options.On);
        var rules = TenantGraph.Rules(view, options.Direction ?? Direction.Any, options.On.Via, options.On.At, cancellationToken) with { Depth = options.Depth ?? TraversalDefaults.NetworkDepth };
        return options.Around is not { } id ? WholePart.Of(view, selection, rules)
            : view.Find(id) is var start and not 0 ? WholePart.Around(view, selection, start, rules)
            : throw SessionGraph.NotFound(id);
    }
}
