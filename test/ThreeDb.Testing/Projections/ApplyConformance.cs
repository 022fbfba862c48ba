using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Entities: what is applied is held, exactly that, however often it comes.</summary>
public abstract class ApplyConformance : ProjectionHarness
{
    [Fact]
    public async Task Entities_applied_are_held_as_they_are()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2, """{"age":36,"height":1.7,"tags":["a","b"],"home":{"city":"London"},"ok":true,"no":null}"""));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(3, "{}"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Empty_batch_changes_nothing()
    {
        await ApplyAsync(Rows.Entity(1));
        await ApplyAsync(Batch());
        await VerifyAsync();
    }

    [Fact]
    public async Task Batch_applied_twice_is_applied_once()
    {
        var entities = new[] { Rows.Entity(1), Rows.Entity(2) };
        var relations = new[] { Rows.Relation(1, 2), Rows.Relation(2, 2) };
        await ApplyAsync(Batch(entities, relations));
        await ApplyAsync(Batch(entities, relations));
        await VerifyAsync();
    }

    [Fact]
    public async Task Update_replaces_values_and_removes_those_that_are_gone()
    {
        await ApplyAsync(Rows.Entity(1, """{"a":1,"b":"x","c":{"d":[1,2]},"e":[{"f":1}],"g h":true}"""), Rows.Entity(2));
        await ApplyAsync(Rows.Entity(1, """{"b":2}""", version: 2));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(1, "{}", version: 3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Entity_that_changes_type_and_project_is_held_once()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync(Rows.Entity(1, version: 2) with { Type = "robot", Project = null }, Rows.Entity(2, version: 2) with { Project = "new" });
        await VerifyAsync();
    }

    [Fact]
    public async Task Older_version_that_comes_later_is_what_the_source_holds_now()
    {
        // After a restore the source may count anew; the runner brings only current rows, so the last one is right.
        await ApplyAsync(Rows.Entity(1, """{"n":9}""", version: 9));
        await ApplyAsync(Rows.Entity(1, """{"n":2}""", version: 2));
        await VerifyAsync();
    }

    [Fact]
    public async Task Entity_removed_is_gone_and_removing_it_again_or_an_unknown_one_is_fine()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync(Rows.Gone(1));
        await VerifyAsync();
        await ApplyAsync(Rows.Gone(1), Rows.Gone(77));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(1, """{"again":1}""", version: 5));
        await VerifyAsync();
    }

    [Fact]
    public async Task Batch_creates_changes_and_removes_at_once()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2), Rows.Entity(3)], [Rows.Relation(1, 2), Rows.Relation(2, 3)]));
        await ApplyAsync(Batch(
            [Rows.Gone(1), Rows.Entity(2, """{"x":1}""", version: 2), Rows.Entity(4)],
            [Rows.Gone(new RowKey(1, 2, "KNOWS", "")), Rows.Relation(4, 2), Rows.Relation(2, 3, fields: "{}", version: 2)]));
        await VerifyAsync();
    }

    [Fact]
    public async Task Largest_batch_is_applied_changed_and_removed()
    {
        var half = HasRelations ? Projection.MaxBatch / 2 : Projection.MaxBatch;
        Assert.True(half > 0, "MaxBatch must leave room for rows.");
        var seqs = Enumerable.Range(1, half).ToList();
        await ApplyAsync(Batch(seqs.Select(seq => Rows.Entity(seq)), seqs.Select(seq => Rows.Relation(seq, (seq % half) + 1))));
        await VerifyAsync();
        await ApplyAsync(Batch(seqs.Select(seq => Rows.Entity(seq, """{"n":2}""", version: 2))));
        await VerifyAsync();
        await ApplyAsync(Batch(seqs.Select(seq => Rows.Gone(seq)), Expected.Relations.Select(row => Rows.Gone(row.RowKey)).ToList()));
        await VerifyAsync();
    }

    [Fact]
    public async Task Fresh_rows_are_held_and_go_on_like_others()
    {
        await ApplyAsync(Batch(Enumerable.Range(1, 50).Select(seq => Rows.Entity(seq))) with { IsFresh = true });
        await ApplyAsync(Batch(relations: Enumerable.Range(1, 49).Select(seq => Rows.Relation(seq, seq + 1))) with { IsFresh = true });
        await VerifyAsync();
        await ApplyAsync(Batch([Rows.Entity(1, "{}", version: 2), Rows.Gone(2)], [Rows.Relation(3, 4, fields: """{"x":1}""", version: 2)]));
        await VerifyAsync();
        await ApplyAsync(Batch([Rows.Entity(51)], [Rows.Relation(51, 1), Rows.Relation(1, 51)]) with { IsFresh = true });
        await VerifyAsync();
    }
}
