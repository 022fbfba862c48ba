using System.Collections.Concurrent;
using ThreeDb.Structures;

namespace ThreeDb.Graphs;

/// <summary>Small numbers for names of which there are few: types of entities and relations, projects. 0 stands for none. Numbers are never taken back.</summary>
public sealed class NameTable
{
    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly int _most;
    private readonly Lock _lock = new();
    private volatile string[] _names = [""];
    private volatile int _count = 1;

    /// <param name="most">The largest number that may be given out.</param>
    internal NameTable(int most) => _most = most;

    /// <summary>How many numbers are given out, 0 among them.</summary>
    public int Count => _count;

    /// <summary>The name behind a number.</summary>
    public string this[int code] => _names[code];

    /// <summary>The number of a name; 0 when it has none.</summary>
    public int Find(string? name) => name is not null && _codes.TryGetValue(name, out var code) ? code : 0;

    /// <summary>The number of a name, a new one when it has none.</summary>
    /// <exception cref="GraphTooLargeException">There are too many names.</exception>
    internal int CodeOf(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        if (_codes.TryGetValue(name, out var known))
        {
            return known;
        }

        lock (_lock)
        {
            if (_codes.TryGetValue(name, out known))
            {
                return known;
            }

            var code = _count;
            if (code > _most)
            {
                throw new GraphTooLargeException($"there are more than {_most:N0} types");
            }

            if (code == _names.Length)
            {
                var larger = new string[(int)Math.Min(Array.MaxLength, 2L * code)];
                _names.CopyTo(larger, 0);
                _names = larger;
            }

            // The name first: whoever finds the number finds the name.
            _names[code] = name;
            _count = code + 1;
            _codes[name] = code;
            return code;
        }
    }
}

/// <summary>The graph does not fit into memory as it is kept there; SQL answers.</summary>
/// <param name="reason">What there is too much of.</param>
/// <param name="need">About how much memory it would take, in bytes; null when that is not known.</param>
public sealed class GraphTooLargeException(string reason, long? need = null) : StructureTooLargeException(reason, need);
