namespace ThreeDb.Postgres.Tests;

/// <summary>Units that share a batch leave each its own trace, or none.</summary>
public sealed class WorkingSetTests
{
    [Fact]
    public void Undone_unit_leaves_what_the_log_tells_of_the_units_before_it()
    {
        var set = new WorkingSet();
        var row = set.Add(new RelationKey(1, "KNOWS", 2, ""), new RelationImage { Version = 1 });
        set.Begin();
        set.Change(row, null, "one", new Deletion(1, 2));
        set.Begin();
        set.Change(row, new RelationImage { Version = 1 }, "two");
        set.Change(row, new RelationImage { Version = 2, Weight = 3 }, "two");
        set.Undo();
        Assert.Null(row.Now);
        var change = Assert.Single(set.RelationChanges);
        Assert.Equal("one", change.Actor);
        Assert.Equal(new Deletion(1, 2), change.Cause);
        Assert.Equal((ChangeOperation.Deleted, 2L), (change.Operation, change.Version));
    }
}
