namespace ThreeDb.Postgres;

/// <summary>What a transaction that stays open works on. Who wants the same waits in the queue until it ends, where it holds up nobody, instead of in PostgreSQL and in a lane.</summary>
/// <remarks>Holds <see cref="Most"/> names, some 20 MB; who wants what comes after them waits in PostgreSQL. Owner: <see cref="WriteQueue"/>, under its lock.</remarks>
/// <param name="tenant">Its tenant.</param>
internal sealed class Reservation(int tenant)
{
    private const int Most = 200_000;

    private readonly Dictionary<string, bool> _claims = new(StringComparer.Ordinal);

    public int Tenant => tenant;

    public bool Allows(string name, bool exclusive) => !_claims.TryGetValue(name, out var alone) || !(alone || exclusive);

    public void Add(string name, bool exclusive)
    {
        if (_claims.TryGetValue(name, out var alone) || _claims.Count < Most)
        {
            _claims[name] = alone || exclusive;
        }
    }
}
