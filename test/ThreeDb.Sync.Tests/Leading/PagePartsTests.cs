using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

public sealed class PagePartsTests
{
    private static readonly JsonElement Small = Json.Of("{}");
    private static readonly JsonElement Large = Json.Of(new { text = new string('x', (int)PageParts.MaxBytes) });
    private static readonly LogPoint Next = LogPoint.Below(10);

    [Fact]
    public void Small_rows_are_one_part_that_passes_the_whole_page()
    {
        var part = Assert.Single(PageParts.Of(new SourceRows([Entity(1, Small), Entity(2, Small)], []), Page(1, 2)));
        Assert.Equal([1, 2], Seqs(part));
        Assert.Equal(Next, part.Passed);
    }

    [Fact]
    public void Large_rows_are_parts_of_their_own_in_the_order_of_the_log()
    {
        // 2 changes before 1 and again at the end; 9 has no change in the page.
        var parts = PageParts.Of(new SourceRows([Entity(1, Small), Entity(2, Small), Entity(3, Large), Entity(4, Large), Entity(5, Small), Entity(9, Small)], []), Page(2, 1, 3, 4, 5, 2));
        Assert.Equal([[9, 2, 1], [3], [4], [5]], parts.Select(Seqs));
        Assert.Equal([new LogPoint(1, 2), new LogPoint(1, 3), new LogPoint(1, 4), Next], parts.Select(part => part.Passed));
    }

    [Fact]
    public void Large_row_without_a_change_in_the_page_comes_before_everything_is_passed()
    {
        var part = Assert.Single(PageParts.Of(new SourceRows([Entity(1, Large), Entity(9, Large)], []), Page(1)));
        Assert.Equal([9, 1], Seqs(part));
        Assert.Equal(Next, part.Passed);
    }

    private static long[] Seqs(PagePart part) => [.. part.Rows.Entities.Select(row => row.Seq)];

    private static SourceEntity Entity(long seq, JsonElement data) => new() { Seq = seq, Id = $"{seq}", IsLive = true, Type = "note", Version = 1, Data = data };

    private static ChangePage Page(params long[] seqs) => new()
    {
        Changes = [.. seqs.Select((seq, i) => new LoggedChange(new LogPoint(1, i + 1), RowKey.Entity(seq), 1, DateTimeOffset.UnixEpoch))],
        Next = Next,
        Frontier = 10,
        IsFull = false,
    };
}
