using System.Text;
using ThreeDb.DebianCatalogue.Control;

namespace ThreeDb.DebianCatalogue.Tests.Control;

public sealed class ParagraphReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n\n\n", new string[0])]
    [InlineData("A: 1", new[] { "A: 1" })]
    [InlineData("A: 1\n", new[] { "A: 1\n" })]
    [InlineData("A: 1\nB: 2\n\nC: 3\n", new[] { "A: 1\nB: 2\n", "C: 3\n" })]
    [InlineData("\n\nA: 1\n\n\n\nC: 3\n\n", new[] { "A: 1\n", "C: 3\n" })]
    [InlineData("A: 1\r\nB: 2\r\n\r\nC: 3\r\n", new[] { "A: 1\r\nB: 2\r\n", "C: 3\r\n" })]
    [InlineData("A: 1\n \t \nC: 3\n  ", new[] { "A: 1\n", "C: 3\n" })]
    [InlineData("A: 1\n more\n .\n end\n\nC: 3", new[] { "A: 1\n more\n .\n end\n", "C: 3" })]
    public async Task Stream_is_cut_at_empty_lines_wherever_its_reads_end(string text, string[] expected)
    {
        foreach (var size in new[] { 1, 2, 3, 7, 1000 })
        {
            Assert.Equal(expected, await ReadAllAsync(Encoding.UTF8.GetBytes(text), size));
        }
    }

    [Fact]
    public async Task Paragraph_larger_than_the_buffer_is_read_whole()
    {
        var large = "A: " + new string('x', 1_000_000) + "\n";
        Assert.Equal([large, "B: 1\n"], await ReadAllAsync(Encoding.UTF8.GetBytes(large + "\nB: 1\n"), 70_000));
    }

    [Fact]
    public async Task Paragraph_without_an_end_is_refused()
    {
        var reader = new ParagraphReader(new EndlessStream());
        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (await reader.FillAsync(TestContext.Current.CancellationToken))
            {
                Assert.False(reader.TryRead(out _));
            }
        });
        Assert.Contains("67,108,864", fault.Message);
    }

    [Fact]
    public async Task Bytes_that_cannot_be_stored_are_replaced()
    {
        byte[] text = [.. "A: caf"u8, 0xE9, .. " "u8, 0, .. "\n\nB: \u00e9\n"u8];
        Assert.Equal(["A: caf\uFFFD \uFFFD\n", "B: \u00e9\n"], await ReadAllAsync(text, 1000));
    }

    private static async Task<List<string>> ReadAllAsync(byte[] text, int size)
    {
        var reader = new ParagraphReader(new TricklingStream(text, size));
        var paragraphs = new List<string>();
        do
        {
            while (reader.TryRead(out var paragraph))
            {
                paragraphs.Add(Encoding.UTF8.GetString(paragraph));
            }
        }
        while (await reader.FillAsync(TestContext.Current.CancellationToken));
        return paragraphs;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
