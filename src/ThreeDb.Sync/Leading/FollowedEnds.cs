using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Goes through the relations of the entities of a page that came or went. There may be millions of them: some are taken in each turn, and the page waits for all.</summary>
/// <param name="source">The relations.</param>
/// <param name="page">The page.</param>
/// <param name="seqs">The entities.</param>
internal sealed class FollowedEnds(IChangeSource source, ChangePage page, HashSet<long> seqs)
{
    private bool _leadTo = true;
    private RowKey? _last;

    /// <summary>The page that waits.</summary>
    public ChangePage Page => page;

    /// <summary>Whether all were taken.</summary>
    public bool IsDone { get; private set; } = seqs.Count == 0;

    /// <summary>Takes the next keys.</summary>
    public async Task<HashSet<RowKey>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        // A relation between two of the entities is met from both.
        var keys = new HashSet<RowKey>();
        while (!IsDone && keys.Count < most)
        {
            var limit = most - keys.Count;
            var found = await source.RelationKeysAsync(seqs, _leadTo, _last, limit, cancellationToken).ConfigureAwait(false);
            keys.UnionWith(found);
            _last = found.Count == limit ? found[^1] : null;
            if (_last is null)
            {
                (_leadTo, IsDone) = (false, !_leadTo);
            }
        }

        return keys;
    }
}
