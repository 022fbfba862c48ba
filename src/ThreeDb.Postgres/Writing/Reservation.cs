namespace ThreeDb.Postgres;

/// <summary>What a transaction that stays open works on. Who wants the same waits in the queue until it ends, where it holds up nobody, instead of in PostgreSQL and in a lane.</summary>
/// <remarks>
/// Claims are kept as the numbers of their names, about 16 bytes each, for loads of any size: who meets the number of another name waits in vain, which harms nothing.
/// Owner: <see cref="WriteQueue"/>, under its lock.
/// </remarks>
/// <param name="tenant">Its tenant.</param>
internal sealed class Reservation(int tenant)
{
    private readonly HashSet<int> _alone = [];
    private readonly HashSet<int> _shared = [];

    public int Tenant => tenant;

    public bool Allows(string name, bool exclusive)
    {
        var number = name.GetHashCode(StringComparison.Ordinal);
        return !_alone.Contains(number) && (!exclusive || !_shared.Contains(number));
    }

    public void Add(string name, bool exclusive) => (exclusive ? _alone : _shared).Add(name.GetHashCode(StringComparison.Ordinal));
}
