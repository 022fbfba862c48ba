using ThreeDb.Structures;

namespace ThreeDb.Postgres;

/// <summary>Gathers relations that one of several connections reads, and hands them over many at a time: who takes them takes from one at once.</summary>
/// <param name="rows">Who takes them; locked while it does.</param>
internal sealed class RelationBuffer(IGraphRows rows)
{
    private readonly (long Source, long Target, int Type, int Detail)[] _gathered = new (long, long, int, int)[4096];
    private int _count;

    public int Type(string name)
    {
        lock (rows)
        {
            return rows.RelationType(name);
        }
    }

    public int Detail(double weight, long from, long to, string key)
    {
        lock (rows)
        {
            return rows.Detail(weight, from, to, key);
        }
    }

    public void Add(long source, long target, int type, int detail)
    {
        if (_count == _gathered.Length)
        {
            Flush();
        }

        _gathered[_count++] = (source, target, type, detail);
    }

    public void Flush()
    {
        lock (rows)
        {
            foreach (var (source, target, type, detail) in _gathered.AsSpan(0, _count))
            {
                rows.AddRelation(source, target, type, detail);
            }
        }

        _count = 0;
    }
}
