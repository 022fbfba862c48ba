namespace ThreeDb.Sync;

/// <summary>Memory that some work takes of a <see cref="MemoryBudget"/>, until this is disposed of.</summary>
public sealed class MemoryReservation : IDisposable
{
    private readonly MemoryBudget _budget;
    private long _bytes;

    internal MemoryReservation(MemoryBudget budget, long bytes) => (_budget, _bytes) = (budget, bytes);

    /// <summary>Gives back what the work turned out not to need. Owner: the work.</summary>
    /// <param name="need">How much it keeps at most, in bytes.</param>
    public void Shrink(long need)
    {
        if (_bytes > need)
        {
            _budget.Release(_bytes - need);
            _bytes = need;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _budget.Release(Interlocked.Exchange(ref _bytes, 0));
}
