using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>The numbers of the types or details of all relations of one side, packed. Filled once, then it never changes.</summary>
internal sealed class SmallColumn
{
    private readonly byte[] _bytes;
    private readonly int _width;
    private readonly NumberCodes? _codes;

    /// <param name="count">How many numbers.</param>
    /// <param name="largest">The largest of them.</param>
    public SmallColumn(int count, int largest)
    {
        _width = WidthOf(largest);
        _bytes = new byte[checked((long)count * _width)];
    }

    private SmallColumn(byte[] bytes, NumberCodes codes)
    {
        _width = sizeof(byte);
        _bytes = bytes;
        _codes = codes;
    }

    public static SmallColumn Empty { get; } = new(0, 0);

    public long Bytes => _bytes.Length + (_codes?.Bytes ?? 0);

    /// <summary>How many bytes a number takes.</summary>
    public static int WidthOf(int largest) => largest <= byte.MaxValue ? sizeof(byte) : largest <= ushort.MaxValue ? sizeof(ushort) : sizeof(int);

    /// <summary>Packs numbers; null when all are 0.</summary>
    public static SmallColumn? Of(ReadOnlySpan<int> numbers)
    {
        var largest = 0;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        return largest == 0 ? null : Coded(numbers, largest) ?? Plain(numbers, largest);
    }

    /// <summary>Fills a place.</summary>
    public void Put(int place, int number)
    {
        switch (_width)
        {
            case sizeof(byte):
                _bytes[place] = (byte)number;
                break;
            case sizeof(ushort):
                MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan())[place] = (ushort)number;
                break;
            default:
                MemoryMarshal.Cast<byte, int>(_bytes.AsSpan())[place] = number;
                break;
        }
    }

    public SmallNumbers Slice(int from, int length) => new(_bytes.AsSpan(from * _width, length * _width), _width, _codes, from);

    // Where 255 numbers make up nearly all, as keys of relations mostly do.
    private static SmallColumn? Coded(ReadOnlySpan<int> numbers, int largest)
    {
        if (largest <= byte.MaxValue)
        {
            return null;
        }

        var bytes = new byte[numbers.Length];
        return NumberCodes.Of(numbers, largest, most: numbers.Length * (WidthOf(largest) - 1L), bytes) is { } codes ? new SmallColumn(bytes, codes) : null;
    }

    private static SmallColumn Plain(ReadOnlySpan<int> numbers, int largest)
    {
        var column = new SmallColumn(numbers.Length, largest);
        for (var i = 0; i < numbers.Length; i++)
        {
            column.Put(i, numbers[i]);
        }

        return column;
    }
}
