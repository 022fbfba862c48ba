namespace ThreeDb.Sync.Tests.Structures;

/// <summary>What is spare goes before what is used, and work takes its memory before it begins.</summary>
public sealed class MemoryBudgetTests
{
    private readonly MemoryBudget _budget = new(100);
    private readonly Kept _spare = new() { Bytes = 30 };

    public MemoryBudgetTests() => _budget.AddSpare(_spare);

    [Fact]
    public void Spare_memory_counts_and_goes_first()
    {
        var (old, recent) = (Add(30, 1), Add(30, 2));
        Assert.Equal(90, _budget.Used);
        recent.Bytes = 50;
        Assert.True(_budget.Fit(recent));
        Assert.Equal((80, 0, 30), (_budget.Used, _spare.Bytes, old.Bytes));
        recent.Bytes = 80;
        Assert.True(_budget.Fit(recent));
        Assert.Equal((80, 0), (_budget.Used, old.Bytes));
    }

    [Fact]
    public void Spare_memory_stays_while_there_is_room()
    {
        var one = Add(60, 1);
        Assert.True(_budget.Fit(one));
        using (_budget.Reserve(10))
        {
            Assert.Equal((100, 30), (_budget.Used, _spare.Bytes));
        }

        Assert.Equal(90, _budget.Used);
    }

    [Fact]
    public void Work_takes_the_place_of_what_was_not_used_for_the_longest_time()
    {
        var (oldest, old, recent) = (Add(30, 1), Add(30, 2), Add(30, 3));
        using var work = _budget.Reserve(40);
        Assert.NotNull(work);
        Assert.Equal((0, 30, 30, 0), (oldest.Bytes, old.Bytes, recent.Bytes, _spare.Bytes));
        Assert.Equal(100, _budget.Used);
    }

    [Fact]
    public void Work_that_does_not_fit_beside_what_was_used_last_makes_nobody_go()
    {
        var (old, recent) = (Add(20, 1), Add(50, 2));
        Assert.Null(_budget.Reserve(51));
        Assert.Equal((20, 50, 30, 100), (old.Bytes, recent.Bytes, _spare.Bytes, _budget.Used));
        using (_budget.Reserve(50))
        {
            Assert.Null(_budget.Reserve(1));
        }

        using var next = _budget.Reserve(50);
        Assert.NotNull(next);
    }

    [Fact]
    public void What_became_spare_during_work_goes_when_it_is_too_much()
    {
        Add(60, 1);
        var work = _budget.Reserve(40)!;
        _spare.Bytes = 45;
        work.Dispose();
        work.Dispose();
        Assert.Equal((0, 60), (_spare.Bytes, _budget.Used));
    }

    [Fact]
    public void Free_memory_is_taken_without_anybody_having_to_go_and_given_back_when_less_is_needed()
    {
        Add(20, 1);
        Assert.Null(_budget.ReserveFree(51));
        using (var work = _budget.ReserveFree(50))
        {
            Assert.Equal((100, 50, 30), (_budget.Used, _budget.Reserved, _spare.Bytes));
            work!.Shrink(60);
            work.Shrink(10);
            Assert.Equal(10, _budget.Reserved);
        }

        Assert.Equal((50, 0), (_budget.Used, _budget.Reserved));
    }

    private Kept Add(long bytes, long lastUsed)
    {
        var kept = new Kept { Bytes = bytes, LastUsed = lastUsed };
        _budget.Add(kept);
        return kept;
    }

    private sealed class Kept : IBudgeted, ISpareMemory
    {
        public long Bytes { get; set; }

        public long LastUsed { get; init; }

        public void Evict() => Bytes = 0;

        public void Drop() => Bytes = 0;
    }
}
