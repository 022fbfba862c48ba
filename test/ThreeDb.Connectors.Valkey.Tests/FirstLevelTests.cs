using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class FirstLevelTests
{
    private readonly LocalGenerations _generations = new();

    [Fact]
    public void Memory_is_bounded_and_the_least_recently_used_goes_first()
    {
        _generations.Listen(true);
        var level = new FirstLevel(100_000, TimeSpan.FromMinutes(1), _generations, TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            level.Keep($"k{i}", i, 1000, LogPoint.Start, _generations.Now([1]));
            Assert.NotNull(level.Find("k0", LogPoint.Start));
            Assert.InRange(level.Bytes, 1000, 100_000);
        }

        Assert.NotNull(level.Find("k999", LogPoint.Start));
        Assert.Null(level.Find("k500", LogPoint.Start));
    }

    [Fact]
    public void Answer_that_would_push_out_a_good_part_is_not_kept()
    {
        _generations.Listen(true);
        var level = new FirstLevel(100_000, TimeSpan.FromMinutes(1), _generations, TimeProvider.System);
        level.Keep("k", 1, 50_000, LogPoint.Start, _generations.Now([1]));
        Assert.Equal(0, level.Bytes);
    }

    [Fact]
    public void Nothing_is_kept_or_found_while_no_messages_come()
    {
        var level = new FirstLevel(100_000, TimeSpan.FromMinutes(1), _generations, TimeProvider.System);
        level.Keep("k", 1, 10, LogPoint.Start, _generations.Now([1]));
        _generations.Listen(true);
        Assert.Null(level.Find("k", LogPoint.Start));
        level.Keep("k", 1, 10, LogPoint.Start, _generations.Now([1]));
        Assert.NotNull(level.Find("k", LogPoint.Start));
        _generations.Listen(false);
        Assert.Null(level.Find("k", LogPoint.Start));
        _generations.Listen(true);
        Assert.Null(level.Find("k", LogPoint.Start));
    }

    [Fact]
    public void Answer_older_than_its_age_is_not_found()
    {
        _generations.Listen(true);
        var level = new FirstLevel(100_000, TimeSpan.Zero, _generations, TimeProvider.System);
        level.Keep("k", 1, 10, LogPoint.Start, _generations.Now([1]));
        Assert.Null(level.Find("k", LogPoint.Start));
    }

    [Fact]
    public void Own_writes_are_remembered_until_they_are_passed()
    {
        var writes = new OwnWrites();
        writes.Add(1, new LogPoint(5, 1));
        writes.Add(1, new LogPoint(4, 1));
        Assert.Equal(new LogPoint(5, 1), writes.Required([0, 1], LogPoint.Start));
        Assert.Equal(new LogPoint(9, 1), writes.Required([1], new LogPoint(9, 1)));
        Assert.Equal(LogPoint.Start, writes.Required([2], LogPoint.Start));
        writes.Passed(new LogPoint(5, 1));
        Assert.Equal(LogPoint.Start, writes.Required([1], LogPoint.Start));
    }
}
