namespace ThreeDb.Postgres;

/// <summary>Something that a unit works on.</summary>
/// <param name="Name">An id, or two ids with U+0000 between them (which no id holds) for the relations between two entities.</param>
/// <param name="IsEnd">Whether the entity is only an end of a relation, so that several units may use it at once.</param>
internal readonly record struct Claim(string Name, bool IsEnd)
{
    public static Claim Of(string id) => new(id, IsEnd: false);

    public static Claim End(string id) => new(id, IsEnd: true);

    public static Claim Between(string from, string to) => new(from + "\0" + to, IsEnd: false);
}

/// <summary>The claims of running batches of one tenant. Owner: <see cref="WriteQueue"/>, under its lock.</summary>
internal sealed class ClaimTable
{
    private const int Exclusive = -1;

    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);

    public bool Allows(string name, bool exclusive) => !_held.TryGetValue(name, out var holders) || (!exclusive && holders != Exclusive);

    public void Hold(string name, bool exclusive) => _held[name] = exclusive ? Exclusive : _held.GetValueOrDefault(name) + 1;

    public void Release(string name)
    {
        if (_held[name] is var holders && holders is Exclusive or 1)
        {
            _held.Remove(name);
        }
        else
        {
            _held[name] = holders - 1;
        }
    }
}
