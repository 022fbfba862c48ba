namespace ThreeDb.Sync;

/// <summary>Memory that some work takes of a <see cref="MemoryBudget"/>, until this is disposed of.</summary>
public sealed class MemoryReservation : IDisposable
{
    private readonly MemoryBudget _budget;
    private long _bytes;

    internal MemoryReservation(MemoryBudget budget, long bytes) => (_budget, _bytes) = (budget, bytes);

    /// <inheritdoc />
    public void Dispose() => _budget.Release(Interlocked.Exchange(ref _bytes, 0));
}
