using System.Runtime.CompilerServices;

namespace ThreeDb.Graphs;

/// <summary>Makes sub-graphs and remembers the last few of each version of a graph: the same version and selection give the same object.</summary>
/// <remarks>Versions are held weakly, and a sub-graph does not hold its version: once nobody reads a version any more, what was made of it goes with it.</remarks>
public sealed class SubgraphMaker
{
    /// <summary>How many sub-graphs are remembered of one version; the one that was not asked for the longest goes first.</summary>
    public const int RememberedPerVersion = 4;

    private readonly ConditionalWeakTable<GraphView, List<(SubgraphSelection Selection, Subgraph Subgraph)>> _known = [];

    /// <summary>The memory that what is remembered takes, in bytes.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var (_, known) in _known)
            {
                lock (known)
                {
                    foreach (var one in known)
                    {
                        bytes += one.Subgraph.Bytes;
                    }
                }
            }

            return bytes;
        }
    }

    /// <summary>Forgets what is remembered. Who works on a sub-graph keeps it.</summary>
    public void Forget() => _known.Clear();

    /// <summary>What was made before of the same; null when it was not, or is forgotten.</summary>
    /// <param name="view">The version.</param>
    /// <param name="selection">What is chosen.</param>
    public Subgraph? Find(GraphView view, SubgraphSelection selection)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(selection);
        return _known.TryGetValue(view, out var known) ? Recall(known, selection) : null;
    }

    /// <summary>The chosen live entities, numbered from 0 in order of seq, and the chosen relations among them; parallel ones each.</summary>
    /// <param name="view">The version.</param>
    /// <param name="selection">What is chosen.</param>
    /// <param name="threads">How many threads may work: from 1; all cores by default.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public Subgraph Make(GraphView view, SubgraphSelection selection, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1);
        var known = _known.GetOrCreateValue(view);
        if (Recall(known, selection) is { } remembered)
        {
            return remembered;
        }

        // Not under the lock: others may want another selection, or what is known.
        var made = SubgraphProjection.Of(view, selection, threads ?? Environment.ProcessorCount, cancellationToken);
        lock (known)
        {
            if (Recall(known, selection) is { } meanwhile)
            {
                return meanwhile;
            }

            known.Insert(0, (selection, made));
            if (known.Count > RememberedPerVersion)
            {
                known.RemoveAt(RememberedPerVersion);
            }

            return made;
        }
    }

    private static Subgraph? Recall(List<(SubgraphSelection Selection, Subgraph Subgraph)> known, SubgraphSelection selection)
    {
        lock (known)
        {
            var at = known.FindIndex(one => one.Selection.Equals(selection));
            if (at < 0)
            {
                return null;
            }

            var found = known[at];
            known.RemoveAt(at);
            known.Insert(0, found);
            return found.Subgraph;
        }
    }
}
