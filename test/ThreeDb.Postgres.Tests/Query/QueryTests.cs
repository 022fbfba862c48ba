using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>Random queries over fields, words, meaning and relations give what the reference gives.</summary>
public sealed class QueryTests(QueryFixture fixture, ITestOutputHelper output) : IClassFixture<QueryFixture>
{
    [Fact]
    public async Task Random_query_gives_the_hits_and_scores_of_the_reference()
    {
        var seed = Seed.Take(output);
        var found = 0;
        for (var i = 0; i < 150; i++)
        {
            var query = RandomQuery(new Random((seed * 397) ^ i));
            var expected = fixture.Reference.Answer(query, await RanksAsync(query), await VectorAsync(query.Near));
            var hits = (await fixture.Db.QueryAsync(query)).Items;
            var where = $"seed {seed}, query {i}: {Json.Of(query)}";

            // Of two with the same score, either may come first when rounding differs; so scores are compared, and each hit's own.
            Assert.True(hits.Count == Math.Min(expected.Count, query.Limit) && expected.Zip(hits).All(pair => Near(pair.First.Score, pair.Second.Score)),
                $"{where}\n{string.Join(' ', expected.Take(query.Limit).Select(one => $"{one.Id}:{one.Score:0.####}"))}\n{string.Join(' ', hits.Select(hit => $"{hit.Entity.Id}:{hit.Score:0.####}"))}");
            Assert.Equal(hits.Count, hits.Select(hit => hit.Entity.Id).Distinct().Count());
            foreach (var hit in hits)
            {
                var wanted = expected.Single(one => one.Id == hit.Entity.Id);
                Assert.True(Near(wanted.Score, hit.Score) && Near(wanted.Scores.Text, hit.Scores.Text) && Near(wanted.Scores.Near, hit.Scores.Near) && Near(wanted.Scores.Graph, hit.Scores.Graph), $"{where}\n{wanted} {hit.Scores}");
                Assert.Equal(wanted.Scores.Boost?.Keys.Order(StringComparer.Ordinal), hit.Scores.Boost?.Keys.Order(StringComparer.Ordinal));
                Assert.All(wanted.Scores.Boost ?? new Dictionary<string, BoostScore>(), boost => Assert.True(
                    Near(boost.Value.Value, hit.Scores.Boost![boost.Key].Value) && Near(boost.Value.Added, hit.Scores.Boost[boost.Key].Added), $"{where}\n{boost} {hit.Scores.Boost[boost.Key]}"));
                AssertPath(query.Graph, hit);
            }

            found += hits.Count;
        }

        Assert.InRange(found, 300, 150 * 50);
    }

    [Fact]
    public async Task Explanation_names_the_steps_that_were_taken()
    {
        var query = new Query
        {
            From = "a", Where = Filter.Eq("n", 1), Text = new TextLeg { Query = "fox" }, Near = new NearLeg { Text = "garden" },
            Graph = new GraphLeg { From = "e1", MaxDepth = 3, Mode = LegMode.Must }, Explain = true,
        };
        var result = await fixture.Db.QueryAsync(query);
        var explanation = result.Explanation!;
        Assert.StartsWith("graph", explanation.Strategy, StringComparison.Ordinal);
        Assert.Equal(["embed", "graph", "rank"], explanation.Steps.Select(step => step.Name));
        Assert.All(explanation.Steps, step => Assert.True(step.Milliseconds >= 0 && step.Detail.Length > 0));
        Assert.Equal(result.Items.Count, explanation.Steps[^1].Rows);
        Assert.Equal(fixture.Graph.Depths("e1", Direction.Any, [], 3).Count, explanation.Steps[1].Rows);
        Assert.NotEmpty(explanation.Rejected);
        Assert.Null((await fixture.Db.QueryAsync(query with { Explain = false })).Explanation);
    }

    [Fact]
    public async Task Explanation_of_a_boost_says_what_counts_0_and_1_and_how_many_have_it()
    {
        var explanation = (await fixture.Db.QueryAsync(new Query { From = "a", Boost = new Dictionary<string, double> { ["same"] = 0.5, ["none"] = 2 }, Explain = true })).Explanation!;
        Assert.Equal("filter → boost by same + none", explanation.Strategy);
        Assert.Equal(
            [("boost", "same × 0.5: all have 4, which counts 1", (long)fixture.All.Count(one => one.Entity.Type == "a")), ("boost", "none × 2: no candidate has it", 0L)],
            explanation.Steps.Where(step => step.Name == "boost").Select(step => (step.Name, step.Detail, step.Rows)));
        Assert.NotEmpty(explanation.Rejected);
    }

    [Fact]
    public async Task Selected_scores_come_with_the_hits()
    {
        var hits = (await fixture.Db.QueryAsync(new Query { From = "a", Text = new TextLeg { Query = "fox" }, Boost = new Dictionary<string, double> { ["spread"] = 1 }, Select = ["n", "$score.same", "$score.rare"] })).Items;
        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Equal(4, hit.Entity.Scores!["same"]));
        Assert.All(hits, hit => Assert.Equal(["n"], hit.Entity.Data.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Selection_keeps_the_fields_named_and_the_hits()
    {
        var query = new Query { From = "a", Text = new TextLeg { Query = "fox", Highlight = true } };
        var (whole, part) = ((await fixture.Db.QueryAsync(query)).Items, (await fixture.Db.QueryAsync(query with { Select = ["n", "none"] })).Items);
        Assert.NotEmpty(whole);
        Assert.Equal(whole.Select(hit => (hit.Entity.Id, hit.Score, hit.Highlight)), part.Select(hit => (hit.Entity.Id, hit.Score, hit.Highlight)));
        Assert.All(part, hit => Assert.Equal(["n"], hit.Entity.Data.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Query_with_faults_names_every_one()
    {
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.QueryAsync(new Query
        {
            From = "no type", Limit = 0, Text = new TextLeg { Query = " ", Weight = 0 }, Near = new NearLeg { Text = "a", Entity = "b" }, Graph = new GraphLeg { From = "e1", MaxDepth = 99 },
            Boost = new Dictionary<string, double> { ["good"] = 0, ["no name"] = 1, ["worse"] = double.NaN },
        }));
        Assert.Equal(ErrorCodes.InvalidQuery, e.Code);
        Assert.Equal(["/from", "/graph/depth", "/limit", "/near", "/rank/boost/good", "/rank/boost/no name", "/rank/boost/worse", "/text/query", "/text/weight"], e.Errors.Select(error => error.Pointer).Order(StringComparer.Ordinal));
        Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => fixture.Db.QueryAsync(new Query { Graph = new GraphLeg { From = "nowhere" } })));
    }

    private static Query RandomQuery(Random random)
    {
        LegMode Mode() => (LegMode)random.Next(2);
        double Weight() => random.Next(3) == 0 ? random.Next(1, 40) / 10.0 : 1;
        var legs = random.Next(8);
        return new Query
        {
            From = random.Next(3) switch { 0 => "a", 1 => "b", _ => null },
            Project = random.Next(5) == 0 ? "p" : null,
            Where = random.Next(2) == 0 ? Filter.Field("n", FilterOperator.Less, random.Next(1, 5)) : null,
            Text = (legs & 1) == 0 ? null : new TextLeg { Query = QueryFixture.Text(random, random.Next(2) == 0 ? " or " : " "), Mode = Mode(), Weight = Weight() },
            Near = (legs & 2) == 0 ? null : random.Next(3) == 0
                ? new NearLeg { Entity = "e" + random.Next(QueryFixture.Entities), Mode = Mode(), Weight = Weight() }
                : new NearLeg { Text = QueryFixture.Text(random, " "), Mode = Mode(), Weight = Weight() },
            Graph = (legs & 4) == 0 ? null : new GraphLeg
            {
                From = "e" + random.Next(QueryFixture.Entities), Mode = Mode(), Weight = Weight(), Direction = (Direction)random.Next(3),
                MinDepth = random.Next(2), MaxDepth = random.Next(1, 4), Via = random.Next(2) == 0 ? ["A"] : [],
            },
            Boost = Enumerable.Range(0, random.Next(3)).Select(_ => QueryFixture.Saved[random.Next(QueryFixture.Saved.Length)]).Distinct().ToDictionary(name => name, _ => random.Next(1, 20) / 10.0),
            Limit = random.Next(1, 50),
        };
    }

    private static bool Near(double? a, double? b) => a is null ? b is null : b is not null && Math.Abs(a.Value - b.Value) < 1e-4;

    private void AssertPath(GraphLeg? leg, Hit hit)
    {
        Assert.Equal(hit.Scores.Graph is not null, hit.Path is not null);
        if (leg is null || hit.Path is null)
        {
            return;
        }

        Assert.Equal((leg.From, hit.Entity.Id), (hit.Path[0], hit.Path[^1]));
        Assert.Equal(hit.Scores.Graph!.Value, 1.0 / hit.Path.Count, 1e-9);
        Assert.All(hit.Path.Zip(hit.Path.Skip(1)), step => Assert.Contains(step.Second, fixture.Graph.Step(step.First, leg.Direction, leg.Via)));
    }

    private async Task<float[]?> VectorAsync(NearLeg? near) => near switch
    {
        null => null,
        { Entity: { } id } => fixture.All.Single(one => one.Entity.Id == id).Vector,
        _ => (await new HashingEmbedder().EmbedAsync([near.Text!], default))[0],
    };

    private async Task<Dictionary<string, double>> RanksAsync(Query query)
    {
        if (query.Text is null)
        {
            return [];
        }

        await using var sql = await Sql.AdminAsync(fixture.Database);
        return (await sql.RowsAsync("""
            select e.id, ts_rank(t.tsv, q, 1)::float8 from threedb.entity_text t join threedb.entity e on e.tenant_id = t.tenant_id and e.seq = t.seq, websearch_to_tsquery('english', $2) q
            where t.tenant_id = $1 and t.tsv @@ q
            """, fixture.Db.Session.TenantId, query.Text.Query)).ToDictionary(row => (string)row[0]!, row => (double)row[1]!);
    }
}

/// <summary>Entities with words, vectors and relations, in a database and in memory.</summary>
public sealed class QueryFixture : EngineFixture
{
    public const int Entities = 100;

    private static readonly string[] Words = ["fox", "garden", "house", "price", "running", "river", "stone", "quick", "blue", "theory"];

    /// <summary>Names of saved scores: of most entities, negative too; of a few; the same of all.</summary>
    public static readonly string[] Saved = ["spread", "rare", "same"];

    internal GraphOracle Graph { get; } = new();

    internal IReadOnlyList<Embedded> All { get; private set; } = [];

    internal QueryReference Reference { get; private set; } = null!;

    public static string Text(Random random, string between) => string.Join(between, Enumerable.Range(0, random.Next(1, 4)).Select(_ => Words[random.Next(Words.Length)]));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var random = new Random(11);
        var mutations = Enumerable.Range(0, Entities).Select(i => (Mutation)new CreateEntity(i % 3 == 0 ? "a" : "b", Json.Of(new { n = i % 5, title = Text(random, " "), text = Text(random, " ") }))
        {
            Id = "e" + i,
            Project = i % 4 == 0 ? "p" : null,
        }).ToList();
        for (var i = 0; i < 130; i++)
        {
            var edge = new GraphEdge("e" + random.Next(Entities), random.Next(2) == 0 ? "A" : "B", "e" + random.Next(Entities), "");
            Graph.Edges.Add(edge);
            mutations.Add(new Relate(edge.From, edge.Type, edge.To));
        }

        await Db.WriteAsync(mutations);
        var all = new List<Embedded>();
        foreach (var entity in await Db.Entities.GetManyAsync([.. Enumerable.Range(0, Entities).Select(i => "e" + i)]))
        {
            Graph.Live.Add(entity.Id);
            var text = entity.Data.GetProperty("title").GetString() + "\n" + entity.Data.GetProperty("text").GetString();
            all.Add(new Embedded(entity, (await new HashingEmbedder().EmbedAsync([text], default))[0]));
        }

        All = all;
        var saved = Saved.ToDictionary(name => name, _ => new Dictionary<string, double>());
        foreach (var entity in all.Select(one => one.Entity))
        {
            saved["same"][entity.Id] = 4;
            if (random.Next(5) > 0)
            {
                saved["spread"][entity.Id] = (random.NextDouble() * 10) - 5;
            }

            if (random.Next(12) == 0)
            {
                saved["rare"][entity.Id] = random.Next(3);
            }
        }

        foreach (var (name, scores) in saved)
        {
            await SavedScores.SaveAsync(this, Db, name, scores);
        }

        Reference = new QueryReference(all, Graph, saved);
    }
}
