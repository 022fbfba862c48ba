using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>Numbers of types or details, in as many bytes each as the largest needs: in most graphs one.</summary>
public readonly ref struct SmallNumbers
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _width;
    private readonly NumberCodes? _codes;
    private readonly int _first;

    internal SmallNumbers(ReadOnlySpan<byte> bytes, int width, NumberCodes? codes = null, int first = 0)
    {
        _bytes = bytes;
        _width = width;
        _codes = codes;
        _first = first;
    }

    internal SmallNumbers(ReadOnlySpan<int> numbers)
        : this(MemoryMarshal.AsBytes(numbers), sizeof(int))
    {
    }

    internal SmallNumbers(ReadOnlySpan<ushort> numbers)
        : this(MemoryMarshal.AsBytes(numbers), sizeof(ushort))
    {
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>One of them.</summary>
    public int this[int i]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _width switch
        {
            sizeof(byte) => _codes is null ? _bytes[i] : _codes.NumberOf(_bytes[i], _first + i),
            sizeof(ushort) => MemoryMarshal.Cast<byte, ushort>(_bytes)[i],
            _ => MemoryMarshal.Cast<byte, int>(_bytes)[i],
        };
    }

    /// <summary>Writes them out.</summary>
    public void CopyTo(Span<int> numbers)
    {
        for (var i = 0; i < _bytes.Length / Math.Max(_width, 1); i++)
        {
            numbers[i] = this[i];
        }
    }

    /// <summary>Writes them out; none may be above 65,535.</summary>
    public void CopyTo(Span<ushort> numbers)
    {
        for (var i = 0; i < _bytes.Length / Math.Max(_width, 1); i++)
        {
            numbers[i] = (ushort)this[i];
        }
    }
}
