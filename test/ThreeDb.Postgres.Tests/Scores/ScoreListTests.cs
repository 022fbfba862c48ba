using System.Globalization;

namespace ThreeDb.Postgres.Tests;

/// <summary>Lists by saved scores, compared with the same done in memory.</summary>
public sealed class ScoreListTests(ScoreFixture fixture) : IClassFixture<ScoreFixture>
{
    [Theory]
    [InlineData("eq", "3", new double[] { 3 })]
    [InlineData("ne", "3", new double[] { 0, 1, 2, 4, -1 })]
    [InlineData("lt", "2", new double[] { 0, 1 })]
    [InlineData("lte", "2", new double[] { 0, 1, 2 })]
    [InlineData("gt", "2.5", new double[] { 3, 4 })]
    [InlineData("gte", "3", new double[] { 3, 4 })]
    [InlineData("in", "[1, 4, 9]", new double[] { 1, 4 })]
    [InlineData("in", "[]", new double[0])]
    [InlineData("exists", "true", new double[] { 0, 1, 2, 3, 4 })]
    [InlineData("exists", "false", new double[] { -1 })]
    [InlineData("lt", "1e300", new double[] { 0, 1, 2, 3, 4 })]
    public async Task Condition_on_a_score_finds_the_entities_that_satisfy_it(string op, string operand, double[] clusters)
    {
        var filter = Filter.Parse("""{"$score.cluster": {"OP": VALUE}}""".Replace("OP", op, StringComparison.Ordinal).Replace("VALUE", operand, StringComparison.Ordinal));
        var wanted = fixture.Ids.Where(id => clusters.Contains(fixture.Cluster.GetValueOrDefault(id, -1)));
        Assert.Equal(wanted, await IdsAsync(filter));
        Assert.Equal(fixture.Ids.Except(wanted), await IdsAsync(Filter.Not(filter)));
        Assert.Equal(fixture.Ids.Where(id => id == "s7" || wanted.Contains(id)), await IdsAsync(Filter.Any(filter, Filter.Eq("$id", "s7"))));
    }

    [Theory]
    [InlineData("""{"$score.cluster": "high"}""")]
    [InlineData("""{"$score.cluster": {"in": [1, "2"]}}""")]
    [InlineData("""{"$score.cluster": {"prefix": "1"}}""")]
    [InlineData("""{"$score.cluster": {"contains": 1}}""")]
    [InlineData("""{"$score.cluster": null}""")]
    public async Task Condition_that_a_number_cannot_satisfy_is_refused(string filter) =>
        Assert.Equal(ErrorCodes.InvalidFilter, await Failure.CodeOfAsync(() => fixture.Db.Entities.ListAsync(new ListRequest { Where = Filter.Parse(filter) })));

    [Theory]
    [InlineData("$score.importance")]
    [InlineData("-$score.importance")]
    [InlineData("$score.cluster,-$score.importance")]
    [InlineData("-$score.cluster")]
    [InlineData("-$score.cluster,n")]
    [InlineData("n,-$score.importance")]
    [InlineData("$score.nothing,-n")]
    public async Task Pages_ordered_by_scores_put_together_are_the_whole_list_with_the_missing_last(string keys)
    {
        SortKey[] order = [.. keys.Split(',').Select(SortKey.Parse)];
        var wanted = fixture.Ids.Order(new ByKeys(fixture, order)).ToList();
        foreach (var limit in new[] { 1, 7, 23, 1000 })
        {
            var found = new List<string>();
            string? after = null;
            do
            {
                var page = await fixture.Db.Entities.ListAsync(new ListRequest { OrderBy = order, Limit = limit, After = after, Type = "s" });
                Assert.True(page.Items.Count == limit || page.Next is null, "A page that is not the last is short.");
                found.AddRange(page.Items.Select(entity => entity.Id));
                after = page.Next;
            }
            while (after is not null && found.Count <= wanted.Count);
            Assert.Equal(wanted, found);
        }
    }

    [Fact]
    public async Task Selected_scores_stand_beside_the_data()
    {
        var items = (await fixture.Db.Entities.ListAsync(new ListRequest { Type = "s", Select = ["$score.cluster", "$score.importance", "n"], OrderBy = [new SortKey("$score.cluster")], Limit = 1000 })).Items;
        Assert.Equal(fixture.Ids.Count, items.Count);
        foreach (var entity in items)
        {
            Assert.Equal(["n"], entity.Data.EnumerateObject().Select(member => member.Name));
            Assert.Equal(fixture.Cluster.TryGetValue(entity.Id, out var cluster) ? cluster : null, entity.Scores!.TryGetValue("cluster", out var value) ? value : (double?)null);
            Assert.Equal(fixture.Importance.TryGetValue(entity.Id, out var importance) ? importance : null, entity.Scores.TryGetValue("importance", out value) ? value : (double?)null);
        }

        var whole = (await fixture.Db.Entities.ListAsync(new ListRequest { Type = "s", Select = ["$score.cluster"] })).Items;
        Assert.All(whole, entity => Assert.Equal(["n", "title"], entity.Data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        Assert.Null((await fixture.Db.Entities.ListAsync(new ListRequest { Type = "s" })).Items[0].Scores);
    }

    [Theory]
    [InlineData("$score.importance", null)]
    [InlineData("-$score.importance", null)]
    [InlineData("-$score.importance", 15_000)]
    public async Task Page_by_score_reads_no_more_than_itself_from_the_index(string key, int? behind)
    {
        var tenant = fixture.Large.Session.TenantId;
        var request = new ListRequest { Type = "s", OrderBy = [SortKey.Parse(key)], After = behind is { } value ? Cursor.Encode("mark", ["0", value.ToString(CultureInfo.InvariantCulture), "0"]) : null };
        var (statement, _) = EntityLister.Statement(tenant, request, Projection.Of([]), "mark");
        await using var sql = await Sql.AppAsync(fixture.Database);
        await sql.RunAsync("select set_config('threedb.tenant', $1, false)", tenant.ToString(CultureInfo.InvariantCulture));
        var plan = await sql.ColumnAsync<string>("explain (analyze, costs off, timing off) " + statement.Sql, [.. statement.Parameters.Select(parameter => parameter.Value)]);
        Assert.Contains(plan, line => line.Contains("using score_by_value", StringComparison.Ordinal) && ActualRows(line) is > 50 and < 100);
        Assert.All(plan, line => Assert.True(ActualRows(line) < 200 && !line.Contains("Rows Removed", StringComparison.Ordinal), string.Join('\n', plan)));
    }

    private static int ActualRows(string line) => line.Split("actual rows=") is [_, var rest] ? int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private async Task<IEnumerable<string>> IdsAsync(Filter where)
    {
        var page = await fixture.Db.Entities.ListAsync(new ListRequest { Type = "s", Where = where, Limit = 1000, Count = CountMode.Exact });
        Assert.Equal(page.Items.Count, page.Total);
        return page.Items.Select(entity => entity.Id);
    }

    private sealed class ByKeys(ScoreFixture fixture, SortKey[] keys) : IComparer<string>
    {
        public int Compare(string? x, string? y) => keys.Select(key => (Value(key, x!), Value(key, y!)) switch
        {
            ({ } a, { } b) => key.Descending ? b.CompareTo(a) : a.CompareTo(b),
            var (a, b) => (a is null).CompareTo(b is null),
        }).FirstOrDefault(order => order != 0);

        private double? Value(SortKey key, string id) => key.Field switch
        {
            "n" => fixture.Number(id),
            "$score.cluster" => fixture.Cluster.TryGetValue(id, out var cluster) ? cluster : null,
            "$score.importance" => fixture.Importance.TryGetValue(id, out var importance) ? importance : null,
            _ => null,
        };
    }
}

/// <summary>Entities of which most have scores; another tenant has scores of the same names, and a third many entities.</summary>
public sealed class ScoreFixture : EngineFixture
{
    public IReadOnlyList<string> Ids { get; } = [.. Enumerable.Range(0, 60).Select(i => "s" + i)];

    public Dictionary<string, double> Cluster { get; } = [];

    public Dictionary<string, double> Importance { get; } = [];

    /// <summary>A tenant with 20,000 entities, each with an importance.</summary>
    public TenantDb Large { get; private set; } = null!;

    public int Number(string id) => Ids.ToList().IndexOf(id) * 7 % 5;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var random = new Random(5);
        foreach (var db in new[] { Db, Other })
        {
            await db.WriteAsync([.. Ids.Select(id => new CreateEntity("s", Json.Of(new { n = Number(id), title = "a fox" })) { Id = id })]);
        }

        foreach (var id in Ids.Where(_ => random.Next(5) > 0))
        {
            Cluster[id] = random.Next(5);
            Importance[id] = Math.Pow(random.NextDouble(), 4) - 0.1;
        }

        await SavedScores.SaveAsync(this, Other, "cluster", Ids.ToDictionary(id => id, _ => 3.0));
        await SavedScores.SaveAsync(this, Other, "importance", Ids.ToDictionary(id => id, _ => 100.0));
        await SavedScores.SaveAsync(this, Db, "cluster", Ids.ToDictionary(id => id, _ => 77.0));
        await SavedScores.SaveAsync(this, Db, "cluster", Cluster);
        await SavedScores.SaveAsync(this, Db, "importance", Importance);
        await new TenantAdmin(Database.ConnectionString).CreateAsync("large");
        Large = await Engine.ForAsync("large", "tester");
        await Large.Types.PutAsync("s", new EntityTypeDefinition { Embed = false, Text = [] });
        for (var i = 0; i < 20_000; i += 5_000)
        {
            await Large.WriteAsync([.. Enumerable.Range(i, 5_000).Select(n => new CreateEntity("s", Json.Of(new { n })) { Id = "l" + n })]);
        }

        await SavedScores.SaveAsync(this, Large, "importance", Enumerable.Range(0, 20_000).ToDictionary(n => "l" + n, n => (double)n));
        await using var sql = await Sql.AdminAsync(Database);
        await sql.RunAsync("analyze threedb.entity, threedb.score");
    }
}
