using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>The numbers of the details of all relations of one side, packed. Never changes.</summary>
internal sealed class DetailColumn
{
    private readonly byte[] _bytes;
    private readonly int _width;

    private DetailColumn(byte[] bytes, int width)
    {
        _bytes = bytes;
        _width = width;
    }

    public long Bytes => _bytes.Length;

    /// <summary>How many bytes a number takes.</summary>
    public static int WidthOf(int largest) => largest <= byte.MaxValue ? sizeof(byte) : largest <= ushort.MaxValue ? sizeof(ushort) : sizeof(int);

    /// <summary>Packs numbers; null when all are 0.</summary>
    public static DetailColumn? Of(ReadOnlySpan<int> numbers)
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

        var width = WidthOf(largest);
        var bytes = new byte[checked((long)numbers.Length * width)];
        switch (width)
        {
            case sizeof(byte):
                for (var i = 0; i < numbers.Length; i++)
                {
                    bytes[i] = (byte)numbers[i];
                }

                break;
            case sizeof(ushort):
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
                for (var i = 0; i < numbers.Length; i++)
                {
                    halves[i] = (ushort)numbers[i];
                }

                break;
            default:
                MemoryMarshal.AsBytes(numbers).CopyTo(bytes);
                break;
        }

        return new DetailColumn(bytes, width);
    }

    public DetailNumbers Slice(int from, int count) => new(_bytes.AsSpan(from * _width, count * _width), _width);
}
