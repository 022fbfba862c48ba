namespace ThreeDb.Postgres.Tests;

/// <summary>Random filters over random documents find what the oracle finds.</summary>
public sealed class FilterTests(FilterFixture fixture, ITestOutputHelper output) : IClassFixture<FilterFixture>
{
    [Fact]
    public async Task List_with_a_random_filter_gives_what_the_oracle_gives()
    {
        var seed = Seed.Take(output);
        var found = 0;
        for (var i = 0; i < 500; i++)
        {
            var filter = new RandomFilters(new Random((seed * 397) ^ i)).Filter();
            var expected = fixture.Entities.Where(entity => FilterOracle.Matches(filter, entity)).Select(entity => entity.Id).ToList();
            var page = await fixture.Db.Entities.ListAsync(new ListRequest { Where = filter, Limit = 1000, Count = CountMode.Exact });
            if (!expected.SequenceEqual(page.Items.Select(entity => entity.Id)))
            {
                var wrong = page.Items.Select(entity => entity.Id).Except(expected).Select(id => "too much: " + Describe(id))
                    .Concat(expected.Except(page.Items.Select(entity => entity.Id)).Select(id => "missing: " + Describe(id)));
                Assert.Fail($"seed {seed}, filter {i}: {filter.ToJson()}\n{string.Join('\n', wrong.Take(5))}");
            }

            Assert.Equal(expected.Count, page.Total);
            found += expected.Count;
        }

        // Filters that match nothing or everything would prove little.
        Assert.InRange(found, 500 * fixture.Entities.Count / 20, 500 * fixture.Entities.Count * 19 / 20);
    }

    [Fact]
    public async Task Filter_that_went_through_its_json_form_finds_the_same()
    {
        var seed = Seed.Take(output);
        for (var i = 0; i < 50; i++)
        {
            var filter = new RandomFilters(new Random((seed * 401) ^ i)).Filter();
            var expected = fixture.Entities.Where(entity => FilterOracle.Matches(filter, entity)).Select(entity => entity.Id);
            var page = await fixture.Db.Entities.ListAsync(new ListRequest { Where = Filter.Parse(filter.ToJson()), Limit = 1000 });
            Assert.Equal(expected, page.Items.Select(entity => entity.Id));
        }
    }

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1.0}""", true)]
    [InlineData("""{"a": 1e0}""", """{"a": 1}""", true)]
    [InlineData("""{"a": "1"}""", """{"a": 1}""", false)]
    [InlineData("""{"a": null}""", """{"a": null}""", true)]
    [InlineData("{}", """{"a": null}""", false)]
    [InlineData("{}", """{"a": {"ne": null}}""", true)]
    [InlineData("""{"a": null}""", """{"a": {"exists": true}}""", true)]
    [InlineData("""{"a": [1, 2]}""", """{"a": 1}""", false)]
    [InlineData("""{"a": [1, 2]}""", """{"a[]": 1}""", true)]
    [InlineData("""{"a": [1, 2]}""", """{"a[]": {"ne": 1}}""", false)]
    [InlineData("""{"a": [[1], [2]]}""", """{"a": {"contains": 1}}""", false)]
    [InlineData("""{"a": [{"b": 1, "c": 2}]}""", """{"a": {"contains": {"b": 1}}}""", true)]
    [InlineData("""{"a": [10, 20]}""", """{"a.1": 20}""", true)]
    [InlineData("""{"a": [10, 20]}""", """{"a.-1": 20}""", false)]
    [InlineData("""{"a": {"-1": 20}}""", """{"a.-1": 20}""", true)]
    [InlineData("""{"a": [10, 20]}""", """{"a.+1": 20}""", false)]
    [InlineData("""{"a": [10, 20]}""", """{"a. 1": 20}""", false)]
    [InlineData("""{"a": [10, 20]}""", """{"/a/-1": {"exists": true}}""", false)]
    [InlineData("""{"a": "\uE000"}""", """{"a": {"lt": "\uD83D\uDE00"}}""", true)]
    [InlineData("""{"a": "x%y"}""", """{"a": {"prefix": "x_"}}""", false)]
    [InlineData("""{"a": 5}""", """{"a": {"gt": "4"}}""", false)]
    public async Task Filter_on_one_document_matches_or_not(string data, string where, bool matches)
    {
        var id = fixture.Unique();
        await fixture.Other.Entities.CreateAsync("one", Json.Of(data), id);
        var filter = Filter.All(Filter.Eq("$id", id), Filter.Parse(where));
        Assert.Equal(matches, (await fixture.Other.Entities.ListAsync(new ListRequest { Where = filter })).Items.Count == 1);
    }

    [Fact]
    public async Task System_fields_are_compared_with_more_values_than_a_statement_takes_parameters()
    {
        const int Others = Filter.MaxValues - 1;
        var entity = (await fixture.Other.Entities.CreateAsync("many", new { }, fixture.Unique())).Entity;
        var id = In("$id", [.. Enumerable.Range(0, Others).Select(i => "none" + i), entity.Id]);
        var version = In("$version", [.. Enumerable.Range(2, Others).Select(i => (object)i), 1]);
        var created = In("$createdAt", [.. Enumerable.Range(1, Others).Select(i => (object)entity.CreatedAt.AddHours(-i)), entity.CreatedAt]);
        var filter = Filter.All(id, version, created, id, version, created, id, version, created);
        Assert.Equal(entity.Id, Assert.Single((await fixture.Other.Entities.ListAsync(new ListRequest { Where = filter })).Items).Id);
    }

    [Theory]
    [InlineData("""{"$createdAt": {"gt": "03/04/2026"}}""")]
    [InlineData("""{"$updatedAt": "12:00"}""")]
    [InlineData("""{"$updatedAt": {"in": ["2026-01-31T12:00:00Z", "12:00"]}}""")]
    public async Task Time_that_may_mean_several_is_refused(string where) => Assert.Equal(
        ErrorCodes.InvalidFilter, await Failure.CodeOfAsync(() => fixture.Db.Entities.ListAsync(new ListRequest { Where = Filter.Parse(where) })));

    private static Filter In(string field, object[] values) => Filter.Parse(Json.Of(new Dictionary<string, object> { [field] = new Dictionary<string, object> { ["in"] = values } }));

    private string Describe(string id) => id + " " + fixture.Entities.First(entity => entity.Id == id).Data;
}

/// <summary>Random documents in a database, and the same in memory in order of creation.</summary>
public sealed class FilterFixture : EngineFixture
{
    public IReadOnlyList<Entity> Entities { get; private set; } = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var random = new Random(20260101);
        var json = new RandomJson(random);
        await Db.Types.PutAsync("doc", new EntityTypeDefinition { Embed = false, Text = [] });
        await Db.WriteAsync(
        [
            .. Enumerable.Range(0, 400).Select(i => new CreateEntity("doc", json.Document()) { Id = "d" + i, Project = random.Next(3) switch { 0 => "p", 1 => "q", _ => null } }),
        ]);
        await Db.WriteAsync([.. Enumerable.Range(0, 400).Where(_ => random.Next(3) == 0).Select(i => new ReplaceEntity("d" + i, json.Document()))]);
        await Db.WriteAsync([.. Enumerable.Range(0, 400).Where(_ => random.Next(20) == 0).Select(i => new DeleteEntity("d" + i))]);
        var ids = Enumerable.Range(0, 400).Select(i => "d" + i).ToList();
        Entities = await Db.Entities.GetManyAsync(ids);
    }
}
