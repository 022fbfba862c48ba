namespace ThreeDb.Graphs;

/// <summary>Looks now and then whether somebody asked to stop: often enough for 50 ms, seldom enough to cost nothing.</summary>
internal sealed class WalkPulse(CancellationToken cancellation)
{
    private const int BetweenLooks = 1 << 16;

    private int _work;

    /// <param name="work">About how many relations were looked at.</param>
    public void Add(int work)
    {
        _work += work + 1;
        if (_work >= BetweenLooks)
        {
            _work = 0;
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
