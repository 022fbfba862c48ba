using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>The numbers of the details of relations, in as many bytes each as the largest needs: in most graphs one.</summary>
public readonly ref struct DetailNumbers
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _width;

    internal DetailNumbers(ReadOnlySpan<byte> bytes, int width)
    {
        _bytes = bytes;
        _width = width;
    }

    internal DetailNumbers(ReadOnlySpan<int> numbers)
        : this(MemoryMarshal.AsBytes(numbers), sizeof(int))
    {
    }

    /// <summary>Whether no relation has any.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The number of the detail of a relation.</summary>
    public int this[int i] => _width switch
    {
        sizeof(byte) => _bytes[i],
        sizeof(ushort) => MemoryMarshal.Cast<byte, ushort>(_bytes)[i],
        _ => MemoryMarshal.Cast<byte, int>(_bytes)[i],
    };

    /// <summary>Writes them out.</summary>
    public void CopyTo(Span<int> numbers)
    {
        for (var i = 0; i < _bytes.Length / Math.Max(_width, 1); i++)
        {
            numbers[i] = this[i];
        }
    }
}
