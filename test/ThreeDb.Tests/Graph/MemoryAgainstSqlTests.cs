using ThreeDb.Postgres;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>What memory answers is what SQL answers.</summary>
public sealed class MemoryAgainstSqlTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private static readonly DateTimeOffset Midsummer = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Direction[] Directions = [Direction.Out, Direction.In, Direction.Any];

    [Theory]
    [InlineData(30, 60)]
    [InlineData(60, 400)]
    [InlineData(120, 150)]
    public async Task Answers_of_both_are_equal(int entities, int relations)
    {
        var random = new Random(TestSeed.Take());
        var ids = await fixture.RandomAsync(entities, relations, random);
        Assert.True((await fixture.LoadAsync()).Equal);
        var sql = fixture.Db.Session.Graph;
        var graph = fixture.Db.Graph;
        for (var i = 0; i < 40; i++)
        {
            var (one, other) = (ids[random.Next(ids.Count)], ids[random.Next(ids.Count)]);
            var options = new Traversal
            {
                Direction = i % 4 == 3 ? null : Directions[i % 4],
                Via = random.Next(3) switch { 0 => [], 1 => ["KNOWS"], _ => ["CITES", "WROTE", "NEVER"] },
                Depth = random.Next(1, 5),
                Limit = random.Next(3) == 0 ? 5 : 1000,
                At = random.Next(3) == 0 ? Midsummer : (DateTimeOffset?)null,
            };
            await EqualAsync(graph.NeighborsAsync(one, options), sql.NeighborsAsync(one, options, default));
            await EqualAsync(graph.ReachableAsync(one, other, options), sql.ReachableAsync(one, other, options, default));
            await EqualAsync(graph.ReachableAsync(one, other, options with { Depth = null }), sql.ReachableAsync(one, other, options with { Depth = null }, default));
            await EqualAsync(graph.NetworkAsync(one, options), sql.NetworkAsync(one, options, default));
            await EqualAsync(graph.ImpactAsync(one, options), sql.ImpactAsync(one, options, default));
            string[] some = [one, other, .. random.GetItems(ids.ToArray(), 10), one];
            await EqualAsync(graph.AmongAsync(some, options), sql.AmongAsync(some, options, default));
            var path = (await graph.ShortestPathAsync(one, other, options)).Path;
            Assert.Equal((await sql.ShortestPathAsync(one, other, options, default))?.Length, path?.Length);
            Assert.Equal(path?.Length, (await graph.ReachableAsync(one, other, options with { Direction = options.Direction ?? Direction.Any })).Steps);
            Assert.True(path is null || (path.Nodes[0].Id == one && path.Nodes[^1].Id == other));
        }
    }

    [Fact]
    public async Task Reach_with_types_and_filters_is_equal()
    {
        var random = new Random(TestSeed.Take());
        var ids = await fixture.RandomAsync(80, 300, random);
        Assert.True((await fixture.LoadAsync()).Equal);
        for (var i = 0; i < 30; i++)
        {
            var options = new ReachOptions
            {
                Direction = Directions[i % 3],
                Depth = random.Next(0, 5),
                Limit = random.Next(0, 30),
                Types = i % 2 == 0 ? [] : ["person"],
                Where = i % 3 == 0 ? Filter.Field("age", FilterOperator.Greater, 20) : null,
                Explain = true,
            };
            var id = ids[random.Next(ids.Count)];
            var answer = await fixture.Db.Graph.ReachAsync(id, options);
            Assert.Equal("memory", answer.Explanation!.Source);
            var expected = await new ReachQuestion(fixture.Db.Session, options).BySqlAsync(id, default);
            Assert.Equal(Text(expected), Text(answer with { Explanation = null }));
        }
    }

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 1_000)]
    [InlineData(3, 1_000)]
    [InlineData(4, 1_000)]
    [InlineData(2, 5)]
    public async Task Reach_goes_on_from_those_that_the_cap_of_a_step_leaves(int perHop, int visited)
    {
        // Each entity leads to four others: which are kept does not change how many there are.
        var prefix = fixture.Unique("tree") + "/";
        await fixture.Db.BulkAsync(Enumerable.Range(0, 85).Select(i => (Mutation)new CreateEntity("person", Json.Of("{}")) { Id = $"{prefix}{i}" }).ToAsyncEnumerable());
        await fixture.Db.BulkAsync(Enumerable.Range(1, 84).Select(i => (Mutation)new Relate($"{prefix}{(i - 1) / 4}", "KNOWS", $"{prefix}{i}")).ToAsyncEnumerable());
        Assert.True((await fixture.LoadAsync()).Equal);
        var options = new ReachOptions { MaxPerHop = perHop, MaxVisited = visited, Explain = true };
        var memory = await fixture.Db.Graph.ReachAsync(prefix + "0", options);
        Assert.Equal("memory", memory.Explanation!.Source);
        long[] expected = visited == 5 ? [2, 2, 1] : [perHop, perHop, perHop];
        Assert.Equal(expected, memory.ByDepth);
        Assert.Equal(Text(await new ReachQuestion(fixture.Db.Session, options).BySqlAsync(prefix + "0", default)), Text(memory with { Explanation = null }));
    }

    [Fact]
    public async Task Reach_finds_nothing_by_a_longer_way_that_the_cap_of_a_step_left_out()
    {
        var prefix = fixture.Unique("aside") + "/";
        await fixture.Db.WriteAsync([.. new[] { "s", "a", "b" }.Select(id => new CreateEntity("person", Json.Of("{}")) { Id = prefix + id })]);
        await fixture.Db.WriteAsync([new Relate(prefix + "s", "KNOWS", prefix + "a"), new Relate(prefix + "s", "KNOWS", prefix + "b"), new Relate(prefix + "a", "KNOWS", prefix + "b"), new Relate(prefix + "b", "KNOWS", prefix + "a")]);
        Assert.True((await fixture.LoadAsync()).Equal);
        var options = new ReachOptions { MaxPerHop = 1, Limit = 10, Direction = Direction.Out, Explain = true };
        var memory = await fixture.Db.Graph.ReachAsync(prefix + "s", options);
        var sql = await new ReachQuestion(fixture.Db.Session, options).BySqlAsync(prefix + "s", default);

        // Which of the two is kept is not said, and may differ; the other is not found from it, a step later.
        foreach (var reach in new[] { memory, sql })
        {
            Assert.Equal((long[])[1], reach.ByDepth);
            Assert.Contains(Assert.Single(reach.Items).Id, new[] { prefix + "a", prefix + "b" });
            Assert.True(reach.Truncated);
        }
    }

    [Fact]
    public async Task Relation_that_holds_from_the_first_of_all_times_or_until_then_is_followed_as_it_is_loaded()
    {
        var prefix = fixture.Unique("ever") + "/";
        (string A, string B) = (prefix + "a", prefix + "b");
        await fixture.Db.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = A }, new CreateEntity("person", Json.Of("{}")) { Id = B }]);
        Assert.True((await fixture.LoadAsync()).Equal);
        await fixture.Db.WriteAsync([new Relate(A, "KNOWS", B) { ValidFrom = DateTimeOffset.MinValue }, new Relate(B, "KNOWS", A) { ValidTo = DateTimeOffset.MinValue }]);
        var found = await fixture.LoadAsync();
        Assert.True(found.Equal, string.Join(", ", found.Examples));
    }

    [Fact]
    public async Task Graph_leg_of_a_query_finds_and_ranks_alike()
    {
        var random = new Random(TestSeed.Take());
        var ids = await fixture.RandomAsync(80, 200, random);
        Assert.True((await fixture.LoadAsync()).Equal);
        for (var i = 0; i < 20; i++)
        {
            var leg = new GraphLeg
            {
                From = ids[random.Next(ids.Count)], Direction = Directions[i % 3], Via = i % 2 == 0 ? [] : ["KNOWS"], MinDepth = random.Next(2), MaxDepth = random.Next(1, 4), Mode = LegMode.Must,
            };
            var memory = await fixture.Db.QueryAsync(new Query { From = "person", Graph = leg, Limit = 100, Explain = true });
            Assert.Contains(memory.Explanation!.Steps, step => step.Name == "graph" && step.Detail.EndsWith("in memory", StringComparison.Ordinal));
            var (sql, steps) = await fixture.Db.Session.RankAsync(new RankRequest { Type = "person", Graph = leg, GraphMust = true, Limit = 100 });
            Assert.Contains(steps, step => step.Detail.EndsWith("by SQL", StringComparison.Ordinal));
            Assert.Equal(sql.Select(hit => (hit.Entity.Id, hit.Score, hit.Path!.Count)), memory.Items.Select(hit => (hit.Entity.Id, hit.Score, hit.Path!.Count)));
        }
    }

    [Fact]
    public async Task Weights_are_those_that_were_written()
    {
        var prefix = fixture.Unique("w") + "/";
        (string A, string B) = (prefix + "a", prefix + "b");
        await fixture.Db.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = A }, new CreateEntity("person", Json.Of("{}")) { Id = B }, new Relate(A, "OWES", B) { Weight = -2.5 }, new Relate(B, "OWES", A)]);
        Assert.True((await fixture.LoadAsync()).Equal);
        GraphEdge[] expected = [new(A, "OWES", B, "", -2.5), new(B, "OWES", A, "", 1)];
        Assert.Equal(expected, (await fixture.Db.Graph.NetworkAsync(A)).Edges);
        Assert.Equal(expected, (await fixture.Db.Session.Graph.NetworkAsync(A, new Traversal(), default)).Edges);
        Assert.Equal(expected, (await fixture.Db.Graph.NeighborsAsync(A)).Items.Single().Relations);
        Assert.Equal(expected, (await fixture.Db.Session.Graph.NeighborsAsync(A, new Traversal(), default)).Items.Single().Relations);
        Assert.Equal([expected[0]], (await fixture.Db.Graph.ShortestPathAsync(A, B, new Traversal { Direction = Direction.Out })).Path!.Edges);
        Assert.Equal([expected[0]], (await fixture.Db.Session.Graph.ShortestPathAsync(A, B, new Traversal { Direction = Direction.Out }, default))!.Edges);
        Assert.Equal([expected[0]], (await fixture.Db.Graph.PathsAsync(A, B, new PathOptions { Direction = Direction.Out })).Paths.Single().Edges);
    }

    [Fact]
    public async Task Sql_knows_which_types_no_relation_has()
    {
        await fixture.RandomAsync(30, 60, new Random(TestSeed.Take()));
        var sql = fixture.Db.Session.Graph;
        Assert.Null(await sql.UnknownTypesAsync([], default));
        Assert.Null(await sql.UnknownTypesAsync(["KNOWS"], default));
        var (unknown, known) = (await sql.UnknownTypesAsync(["KNOWS", "KNOW", "NEVER"], default)).GetValueOrDefault();
        Assert.Equal(["KNOW", "NEVER"], unknown);
        Assert.Contains("KNOWS", known);
        Assert.Equal("No relation has the type KNOWS; there is no relation at all.", Assert.Single(await GraphNotes.TypesAsync(fixture.Other.Session.Graph, ["KNOWS"], default)));
        Assert.StartsWith("No relation has the type KNOW (known: KNOWS, ", (await GraphNotes.TypesAsync(sql, ["KNOW"], default)).Single(), StringComparison.Ordinal);
    }

    // What is said beside an answer is not of the store.
    private static async Task EqualAsync<T>(Task<T> memory, Task<T> sql)
        where T : GraphAnswer => Assert.Equal(Text(await sql), Text((T)((GraphAnswer)await memory with { Notes = null })));

    private static string Text<T>(T answer) => Json.Of(answer).GetRawText();
}
