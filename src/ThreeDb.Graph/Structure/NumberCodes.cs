namespace ThreeDb.Graphs;

/// <summary>One byte for each of the numbers that a column holds most often; the few others stand apart, by their places.</summary>
internal sealed class NumberCodes
{
    /// <summary>Stands in the column where the number has no code.</summary>
    private const int Mark = byte.MaxValue;

    private readonly int[] _numbers;
    private readonly int[] _places;
    private readonly int[] _apart;

    private NumberCodes(int[] numbers, int[] places, int[] apart)
    {
        _numbers = numbers;
        _places = places;
        _apart = apart;
    }

    public long Bytes => 4L * (_numbers.Length + _places.Length + _apart.Length);

    /// <summary>Codes the numbers of a column.</summary>
    /// <param name="numbers">All numbers.</param>
    /// <param name="largest">The largest of them.</param>
    /// <param name="most">How many bytes may be taken besides one for each; where more would be, this gives null.</param>
    /// <param name="codes">Filled with the byte of each.</param>
    public static NumberCodes? Of(ReadOnlySpan<int> numbers, int largest, long most, Span<byte> codes)
    {
        if (largest >= numbers.Length)
        {
            return null;
        }

        var counts = new int[largest + 1];
        foreach (var number in numbers)
        {
            counts[number]++;
        }

        int[] frequent = [.. Enumerable.Range(0, counts.Length).OrderByDescending(number => counts[number]).Take(Mark)];
        var others = numbers.Length - frequent.Sum(number => (long)counts[number]);
        if (8 * others > most)
        {
            return null;
        }

        Array.Fill(counts, Mark);
        for (var code = 0; code < frequent.Length; code++)
        {
            counts[frequent[code]] = code;
        }

        var (places, apart, next) = (new int[others], new int[others], 0);
        for (var place = 0; place < numbers.Length; place++)
        {
            codes[place] = (byte)counts[numbers[place]];
            if (codes[place] == Mark)
            {
                (places[next], apart[next]) = (place, numbers[place]);
                next++;
            }
        }

        return new NumberCodes(frequent, places, apart);
    }

    /// <summary>The number behind a byte.</summary>
    /// <param name="code">The byte.</param>
    /// <param name="place">Its place in the column.</param>
    public int NumberOf(byte code, int place) => code != Mark ? _numbers[code] : _apart[_places.AsSpan().BinarySearch(place)];
}
