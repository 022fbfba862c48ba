using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>What people find in the graph.</summary>
public sealed class GraphShapeTests : FalkorDbTest
{
    [Fact]
    public async Task Entity_is_a_node_with_its_type_as_label_and_its_fields_as_properties()
    {
        await ApplyAsync([Rows.Entity(1, """{"name":"Ada","age":36,"height":1.7,"tags":["a","b"],"home":{"city":"London"},"_seq":"mine"}""")]);
        Assert.Equal(
            """{"_seq":1,"_id":"e1","_type":"person","_project":"lab","_version":1,"name":"Ada","age":36,"height":1.7,"tags":["a","b"],"home":"{\u0022city\u0022:\u0022London\u0022}","__seq":"mine"}""",
            await AskAsync("MATCH (n:Entity:person {_id: $id}) RETURN n", """{"id":"e1"}"""));
    }

    [Fact]
    public async Task Relation_is_one_with_its_type_key_and_weight()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], Rows.Relation(1, 2, key: "k") with { Weight = 0.5 });
        Assert.Equal("""{"_key":"k","_version":1,"_weight":0.5,"since":2020} | "KNOWS" """.TrimEnd(), await AskAsync("MATCH (:person {_seq: 1})-[e]->(:person {_seq: 2}) RETURN e, type(e)"));
    }

    [Fact]
    public async Task Stub_has_seq_and_id_until_its_entity_comes()
    {
        await ApplyAsync([], Rows.Relation(1, 2));
        Assert.Equal("""{"_seq":1,"_id":"e1","_stub":true} | ["Entity"]""", await AskAsync("MATCH (n:Entity {_seq: 1}) RETURN n, labels(n)"));
        await ApplyAsync([Rows.Entity(1)]);
        Assert.Equal("""null | ["Entity","person"]""", await AskAsync("MATCH (n:Entity {_seq: 1}) RETURN n._stub, labels(n)"));
        Assert.Equal(1, await CountAsync("(:person)-[:KNOWS]->(:Entity {_stub: true})"));
    }

    [Fact]
    public async Task Stub_goes_with_its_last_relation_and_leaves_nothing()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], Rows.Relation(1, 2), Rows.Relation(3, 3), Rows.Relation(4, 1));
        await ApplyAsync([Rows.Gone(2), Rows.Gone(1)]);
        Assert.Equal(4, await CountAsync("(:Entity {_stub: true})"));
        await ApplyAsync([], Rows.Gone(new RowKey(1, 2, "KNOWS", "")), Rows.Gone(new RowKey(3, 3, "KNOWS", "")), Rows.Gone(new RowKey(4, 1, "KNOWS", "")));
        Assert.Equal(0, await CountAsync("(:Entity)"));
    }

    [Fact]
    public async Task Entity_of_another_type_loses_the_old_label()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2)], Rows.Relation(1, 2));
        await ApplyAsync([Rows.Entity(1) with { Type = "Entity" }, Rows.Entity(2) with { Type = "robot" }]);
        Assert.Equal("[\"Entity\"] | [\"Entity\",\"robot\"]", await AskAsync("MATCH (a)-[:KNOWS]->(b) RETURN labels(a), labels(b)"));
        Assert.Equal(0, await CountAsync("(:person)"));
    }

    [Fact]
    public async Task Names_beyond_what_the_engine_tells_apart_are_rejected()
    {
        for (var i = 0; i < 30; i++)
        {
            await ApplyAsync([Rows.Entity(i + 1, Wide($"n{i}_", 1_990))]);
        }

        var rejected = await Assert.ThrowsAsync<ProjectionRejectedException>(() => ApplyAsync([Rows.Entity(50), Rows.Entity(51, Wide("more_", 400))]));
        Assert.Equal(RowKey.Entity(51), Assert.Single(rejected.Keys).Key);
        Assert.Contains("FalkorDB confuses names beyond 65,535", rejected.Message, StringComparison.Ordinal);
        await ApplyAsync([Rows.Entity(50)]);

        // Another process counts what the graph has.
        await using var again = await FalkorDbServer.CreateAsync(Context);
        await Assert.ThrowsAsync<ProjectionRejectedException>(
            () => again.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(51, Wide("more_", 400))], []), Token));
    }

    [Fact]
    public async Task Indexes_and_the_constraint_are_there_before_the_first_row()
    {
        Assert.Equal("[\"_seq\",\"_id\"]", await AskAsync("CALL db.indexes() YIELD label, properties WHERE label = 'Entity' RETURN properties"));
        Assert.Equal("\"UNIQUE\" | [\"_seq\"] | \"OPERATIONAL\"", await AskAsync("CALL db.constraints() YIELD type, properties, status RETURN type, properties, status"));
        Assert.Equal(4294967297.ToString(), await AskAsync("MATCH (f:`3db fence`) RETURN f.fence"));
    }

    private static string Wide(string prefix, int members) => "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"{prefix}{i}\":1")) + "}";
}
