using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class SmallColumnTests
{
    private const int Count = 10_000;

    // The largest number, and how many places of a hundred hold any number up to it, the others one of 200; what each number takes, in bytes.
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(254, 0, 1)]
    [InlineData(255, 100, 1)]
    [InlineData(256, 1, 1.2)]
    [InlineData(9_000, 5, 1.6)]
    [InlineData(9_000, 100, 2)]
    [InlineData(65_536, 1, 4)]
    [InlineData(int.MaxValue, 100, 4)]
    public void Packed_numbers_are_read_as_they_were(int largest, int share, double bytes)
    {
        var random = new Random(largest);
        var often = Enumerable.Range(0, 200).Select(_ => (int)random.NextInt64(largest + 1L)).ToArray();
        var numbers = Enumerable.Range(0, Count).Select(_ => random.Next(100) < share ? (int)random.NextInt64(largest + 1L) : often[random.Next(often.Length)]).ToArray();
        numbers[Count / 2] = largest;
        var column = SmallColumn.Of(numbers)!;
        Assert.InRange(column.Bytes / (double)Count, 1, bytes);
        foreach (var (from, length) in ((int, int)[])[(0, Count), (Count / 2, 1), (17, 400), (Count, 0)])
        {
            var read = new int[length];
            var slice = column.Slice(from, length);
            slice.CopyTo(read.AsSpan());
            Assert.Equal(numbers[from..(from + length)], read);
            for (var i = 0; i < length; i++)
            {
                Assert.Equal(numbers[from + i], slice[i]);
            }
        }
    }

    [Fact]
    public void Nothing_but_zeros_takes_nothing() => Assert.Null(SmallColumn.Of(new int[Count]));
}
