using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>Looks now and then whether somebody asked to stop: often enough for 50 ms, seldom enough to cost nothing.</summary>
/// <param name="cancellation">Asks.</param>
public sealed class WalkPulse(CancellationToken cancellation)
{
    /// <summary>How many relations are looked at between two looks: about a millisecond's work, even where each is a miss of the cache.</summary>
    internal const int BetweenLooks = 1 << 16;

    // Sorted in a few milliseconds.
    private const int QuicklySorted = 1 << 17;

    private int _work;

    /// <summary>Looks as often within one long list, such as the relations of one entity, or the scores of all.</summary>
    /// <param name="place">The place in the list.</param>
    public void At(int place)
    {
        if ((place & (BetweenLooks - 1)) == BetweenLooks - 1)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <param name="work">About how many relations were looked at.</param>
    internal void Add(int work)
    {
        _work += work + 1;
        if (_work >= BetweenLooks)
        {
            _work = 0;
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sorts; a long list in a way that can be stopped.</summary>
    internal void Sort(List<int> seqs) => Sort(CollectionsMarshal.AsSpan(seqs), Comparer<int>.Default);

    /// <summary>Sorts; what is long in a way that can be stopped.</summary>
    internal void Sort<T>(Span<T> items, IComparer<T> order)
    {
        if (items.Length < QuicklySorted)
        {
            items.Sort(order);
        }
        else
        {
            SortLong(items, order);
        }
    }

    private void SortLong<T>(Span<T> items, IComparer<T> order)
    {
        try
        {
            items.Sort((one, other) =>
            {
                Add(0);
                return order.Compare(one, other);
            });
        }
        catch (InvalidOperationException) when (cancellation.IsCancellationRequested)
        {
            // What a comparison throws comes wrapped.
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
