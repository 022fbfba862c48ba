using System.Buffers;

namespace ThreeDb;

/// <summary>The hashes of the names met so far in every object that is open, innermost last.</summary>
internal ref struct OpenNames(Span<ulong> initial)
{
    private const int FewNames = 32;

    private Span<ulong> _hashes = initial;
    private ulong[]? _rented;
    private int _count;
    private int _start;

    public void Open()
    {
        // The slot before the names of an object holds where those of the object around it begin.
        Push((ulong)_start);
        _start = _count;
    }

    public void Add(ulong hash) => Push(hash);

    /// <summary>Leaves the innermost object; false when two of its names may be equal.</summary>
    public bool Close()
    {
        var distinct = AreDistinct(_hashes[_start.._count]);
        _count = _start - 1;
        _start = (int)_hashes[_count];
        return distinct;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private static bool AreDistinct(Span<ulong> names)
    {
        if (names.Length > FewNames)
        {
            names.Sort();
            for (var i = 1; i < names.Length; i++)
            {
                if (names[i] == names[i - 1])
                {
                    return false;
                }
            }

            return true;
        }

        for (var i = 1; i < names.Length; i++)
        {
            if (names[..i].Contains(names[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Push(ulong value)
    {
        if (_count == _hashes.Length)
        {
            Grow();
        }

        _hashes[_count++] = value;
    }

    private void Grow()
    {
        var larger = ArrayPool<ulong>.Shared.Rent(_hashes.Length * 2);
        _hashes[.._count].CopyTo(larger);
        Dispose();
        _hashes = _rented = larger;
    }
}
