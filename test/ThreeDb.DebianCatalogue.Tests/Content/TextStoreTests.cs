using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Tests.Content;

public sealed class TextStoreTests
{
    [Fact]
    public void Texts_of_every_size_come_back_as_they_were()
    {
        var store = new TextStore();
        var texts = new[] { 0, 1, 1_000_000, 100_000, 1 << 20, 1, (1 << 20) + 1, 3_000_000, 5 }
            .Select((length, i) => Enumerable.Repeat((byte)('a' + i), length).ToArray()).ToList();
        var ranges = texts.Select(text => store.Add(text)).ToList();
        foreach (var (text, range) in texts.Zip(ranges))
        {
            Assert.True(store[range].SequenceEqual(text));
        }
    }

    [Fact]
    public void Same_text_has_the_same_number()
    {
        var table = new NameTable(new TextStore());
        Assert.Equal([0, 1, 0, NameTable.None], new[] { table.Add("a"u8), table.Add("b"u8), table.Add("a"u8), table.Add(""u8) });
        Assert.Equal(1, table.Find("b"u8));
        Assert.Equal(NameTable.None, table.Find("c"u8));
        Assert.Equal("b", table.Name(1));
    }
}
