using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Relations: each is there exactly as long as its own row says so, whatever becomes of its ends.</summary>
public abstract class RelationConformance : ApplyConformance
{
    private static readonly RowKey OneKnowsTwo = new(1, 2, "KNOWS", "");

    [Fact]
    public async Task Relations_applied_after_their_ends_or_with_them_are_held()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync(Rows.Relation(1, 2));
        await VerifyAsync();
        await ApplyAsync(Batch([Rows.Entity(3)], [Rows.Relation(3, 1), Rows.Relation(2, 3, "LIKES", fields: """{"much":true,"list":[1,2]}""")]));
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_before_its_ends_stands_on_stubs_which_turn_real_and_keep_it()
    {
        await ApplyAsync(Rows.Relation(1, 2), Rows.Relation(2, 1), Rows.Relation(3, 1));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(2));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(1), Rows.Entity(3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Both_orders_of_entities_and_relations_come_to_the_same()
    {
        var entities = new[] { Rows.Entity(1), Rows.Entity(2), Rows.Entity(3) };
        var relations = new[] { Rows.Relation(1, 2), Rows.Relation(2, 3), Rows.Relation(3, 1, "LIKES", "k") };
        await ApplyAsync(entities);
        await ApplyAsync(relations);
        await VerifyAsync();
        await ApplyAsync([.. entities.Select(row => Rows.Gone(row.Seq))]);
        await ApplyAsync([.. relations.Select(row => Rows.Gone(row.RowKey))]);
        await VerifyAsync();
        await ApplyAsync(relations);
        await ApplyAsync(entities);
        await VerifyAsync();
    }

    [Fact]
    public async Task Removed_entity_leaves_a_stub_under_relations_that_are_still_live()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2), Rows.Relation(2, 1), Rows.Relation(2, 2)]));
        await ApplyAsync(Rows.Gone(2));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(2, """{"again":1}""", version: 3));
        await VerifyAsync();
    }

    [Fact]
    public async Task Removed_entity_goes_with_its_relations_when_their_rows_say_so()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2), Rows.Entity(3)], [Rows.Relation(1, 2), Rows.Relation(2, 1), Rows.Relation(2, 3)]));
        await ApplyAsync(Batch([Rows.Gone(2)], [Rows.Gone(OneKnowsTwo), Rows.Gone(new RowKey(2, 1, "KNOWS", "")), Rows.Gone(new RowKey(2, 3, "KNOWS", ""))]));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(2));
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_to_an_entity_that_the_same_batch_removes_is_held()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync(Batch([Rows.Gone(2)], [Rows.Relation(1, 2)]));
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_removed_is_gone_and_removing_it_again_or_an_unknown_one_is_fine()
    {
        await ApplyAsync(Batch([Rows.Entity(1), Rows.Entity(2)], [Rows.Relation(1, 2), Rows.Relation(1, 2, "LIKES")]));
        await ApplyAsync(Rows.Gone(OneKnowsTwo));
        await VerifyAsync();
        await ApplyAsync(Rows.Gone(OneKnowsTwo), Rows.Gone(new RowKey(8, 9, "NEVER_SEEN", "x")));
        await VerifyAsync();
        await ApplyAsync(Rows.Relation(1, 2, fields: """{"again":1}""", version: 4));
        await VerifyAsync();
    }

    [Fact]
    public async Task Parallel_relations_are_told_apart_by_type_direction_and_key()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        await ApplyAsync(
            Rows.Relation(1, 2), Rows.Relation(1, 2, key: "a"), Rows.Relation(1, 2, key: "A"), Rows.Relation(1, 2, key: "@owner"),
            Rows.Relation(1, 2, key: "a:b"), Rows.Relation(1, 2, "LIKES"), Rows.Relation(1, 2, "LIKES", "a"), Rows.Relation(2, 1), Rows.Relation(2, 1, key: "a"));
        await VerifyAsync();
        await ApplyAsync(Rows.Gone(new RowKey(1, 2, "KNOWS", "a")), Rows.Gone(new RowKey(2, 1, "KNOWS", "")));
        await ApplyAsync(Rows.Relation(1, 2, "LIKES", "a", """{"other":1}""", version: 2));
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_from_an_entity_to_itself_is_held_once()
    {
        await ApplyAsync(Rows.Relation(5, 5), Rows.Relation(5, 5, key: "twice"));
        await VerifyAsync();
        await ApplyAsync(Rows.Entity(5));
        await VerifyAsync();
        await ApplyAsync(Rows.Gone(new RowKey(5, 5, "KNOWS", "")));
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_with_weight_validity_and_data_is_changed_in_full()
    {
        await ApplyAsync(Rows.Entity(1), Rows.Entity(2));
        var rich = Rows.Relation(1, 2, fields: """{"a":1,"b":{"c":[1]}}""") with
        {
            Weight = 0.1 + 0.2,
            ValidFrom = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ValidTo = new DateTimeOffset(2029, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990),
        };
        await ApplyAsync(rich);
        await VerifyAsync();
        await ApplyAsync(Rows.Relation(1, 2, fields: """{"b":1}""", version: 2));
        await VerifyAsync();
        await ApplyAsync(rich with { Version = 3, ValidFrom = null, Weight = -1e300 });
        await VerifyAsync();
    }

    [Fact]
    public async Task Relation_type_with_every_character_that_names_may_have_is_held()
    {
        await ApplyAsync(Batch([Rows.Entity(1) with { Type = "a-b.c:d_E9" }, Rows.Entity(2) with { Type = "MATCH" }, Rows.Entity(3) with { Type = new string('t', 100) }],
            [Rows.Relation(1, 2, "is-a.b:c_D9"), Rows.Relation(1, 2, "is_a_b_c_D9"), Rows.Relation(1, 2, "RETURN"), Rows.Relation(1, 2, "9lives"), Rows.Relation(1, 3, new string('r', 100))]));
        await VerifyAsync();
        await ApplyAsync(Rows.Gone(new RowKey(1, 2, "is-a.b:c_D9", "")));
        await VerifyAsync();
    }
}
