namespace ThreeDb.Graphs;

/// <summary>The few numbers of a column that do not fit into a byte as the others do, by their places.</summary>
internal sealed class RareNumbers
{
    /// <summary>Stands in the column where the number is here, and so do all numbers from it on.</summary>
    public const int Mark = byte.MaxValue;

    private readonly int[] _places;
    private readonly int[] _numbers;

    private RareNumbers(int[] places, int[] numbers)
    {
        _places = places;
        _numbers = numbers;
    }

    public long Bytes => 8L * _places.Length;

    /// <summary>Those of a column.</summary>
    /// <param name="numbers">All numbers.</param>
    /// <param name="most">How many bytes they may take; with more, this gives null.</param>
    public static RareNumbers? Of(ReadOnlySpan<int> numbers, long most)
    {
        var count = 0L;
        foreach (var number in numbers)
        {
            count += number >= Mark ? 1 : 0;
        }

        if (8 * count > most)
        {
            return null;
        }

        var (places, rare) = (new Column<int>(), new Column<int>());
        for (var place = 0; place < numbers.Length; place++)
        {
            if (numbers[place] >= Mark)
            {
                places.Add(place);
                rare.Add(numbers[place]);
            }
        }

        return new RareNumbers(places.Span.ToArray(), rare.Span.ToArray());
    }

    /// <summary>The number at a place that the column marks.</summary>
    public int At(int place) => _numbers[_places.AsSpan().BinarySearch(place)];
}
