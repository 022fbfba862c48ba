using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>The numbers of the types or details of all relations of one side, packed. Filled once, then it never changes.</summary>
/// <param name="count">How many numbers.</param>
/// <param name="largest">The largest of them, besides rare ones.</param>
/// <param name="rare">Those that stand apart, where the column holds <see cref="RareNumbers.Mark"/>; null for none.</param>
internal sealed class SmallColumn(int count, int largest, RareNumbers? rare = null)
{
    private readonly byte[] _bytes = new byte[checked((long)count * WidthOf(largest))];
    private readonly int _width = WidthOf(largest);

    public static SmallColumn Empty { get; } = new(0, 0);

    public long Bytes => _bytes.Length + (rare?.Bytes ?? 0);

    /// <summary>How many bytes a number takes.</summary>
    public static int WidthOf(int largest) => largest <= byte.MaxValue ? sizeof(byte) : largest <= ushort.MaxValue ? sizeof(ushort) : sizeof(int);

    /// <summary>Packs numbers; null when all are 0. Where few do not fit into a byte, they stand apart.</summary>
    public static SmallColumn? Of(ReadOnlySpan<int> numbers)
    {
        var largest = 0;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        if (largest == 0)
        {
            return null;
        }

        var rare = largest > byte.MaxValue ? RareNumbers.Of(numbers, most: numbers.Length * (WidthOf(largest) - 1L)) : null;
        var top = rare is null ? largest : RareNumbers.Mark;
        var column = new SmallColumn(numbers.Length, top, rare);
        for (var i = 0; i < numbers.Length; i++)
        {
            column.Put(i, Math.Min(numbers[i], top));
        }

        return column;
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

    public SmallNumbers Slice(int from, int length) => new(_bytes.AsSpan(from * _width, length * _width), _width, rare, from);
}
