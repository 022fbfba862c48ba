using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Orders and pages of lists, compared with the whole list sorted in memory.</summary>
public sealed class OrderTests(FilterFixture fixture, ITestOutputHelper output) : IClassFixture<FilterFixture>
{
    private static readonly JsonValueKind[] Ranks = [JsonValueKind.Null, JsonValueKind.True, JsonValueKind.Number, JsonValueKind.String, JsonValueKind.Array, JsonValueKind.Object];

    [Fact]
    public async Task Pages_of_a_random_order_put_together_are_the_whole_list_in_that_order()
    {
        var seed = Seed.Take(output);
        for (var i = 0; i < 40; i++)
        {
            var random = new Random((seed * 397) ^ i);
            var filters = new RandomFilters(random);
            SortKey[] order = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new SortKey(random.Next(4) == 0 ? SystemField(random) : filters.Path(wildcards: false), random.Next(2) == 0))];
            var where = random.Next(2) == 0 ? null : filters.Filter(1);
            var expected = fixture.Entities.Where(entity => where is null || FilterOracle.Matches(where, entity)).Order(new ByKeys(order)).Select(entity => entity.Id);
            var pages = await PagesAsync(fixture.Db, new ListRequest { OrderBy = order, Where = where, Limit = random.Next(7, 60) });
            Assert.True(expected.SequenceEqual(pages.Select(entity => entity.Id)), $"seed {seed}, order {i}: {string.Join(", ", order)}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("-n")]
    [InlineData("-$updatedAt")]
    public async Task Pages_while_others_write_hold_every_entity_that_was_there_once_and_in_order(string key)
    {
        var type = fixture.Unique("paged");
        SortKey[] order = key.Length == 0 ? [] : [SortKey.Parse(key)];
        for (var i = 0; i < 60; i++)
        {
            await fixture.Other.Entities.CreateAsync(type, new { n = i * 7 % 20 }, $"{type}/{i}");
        }

        var before = (await fixture.Other.Entities.ListAsync(new ListRequest { Type = type, OrderBy = order, Limit = 1000 })).Items.Select(entity => entity.Id).ToList();
        var random = new Random(7);
        var found = await PagesAsync(fixture.Other, new ListRequest { Type = type, OrderBy = order, Limit = 7 },
            () => fixture.Other.Entities.CreateAsync(type, new { n = random.Next(20) }));
        Assert.Equal(before, found.Select(entity => entity.Id).Where(id => id.StartsWith(type, StringComparison.Ordinal)));
        Assert.Equal(found.Count, found.Select(entity => entity.Id).Distinct().Count());
    }

    [Fact]
    public async Task Pages_ordered_by_long_texts_go_on_to_the_end()
    {
        var type = fixture.Unique("long");
        foreach (var letter in "cab")
        {
            await fixture.Other.Entities.CreateAsync(type, new { text = letter + new string('日', 20_000) }, $"{type}/{letter}");
        }

        var found = await PagesAsync(fixture.Other, new ListRequest { Type = type, OrderBy = [new SortKey("text"), new SortKey("text", true)], Limit = 1 });
        Assert.Equal([$"{type}/a", $"{type}/b", $"{type}/c"], found.Select(entity => entity.Id));
    }

    [Fact]
    public async Task Cursor_of_another_listing_is_refused()
    {
        var request = new ListRequest { OrderBy = [new SortKey("a")], Limit = 5 };
        var next = (await fixture.Db.Entities.ListAsync(request)).Next;
        ListRequest[] others =
        [
            request with { After = next, OrderBy = [new SortKey("a", true)] },
            request with { After = next, Type = "doc" },
            request with { After = next, Where = Filter.Eq("a", 1) },
            request with { After = next + "x" },
            request with { After = "" },
            request with { After = new string('A', 100_000) },
        ];
        foreach (var other in others)
        {
            Assert.Equal(ErrorCodes.InvalidCursor, await Failure.CodeOfAsync(() => fixture.Db.Entities.ListAsync(other)));
        }

        Assert.Null(await Failure.CodeOfAsync(() => fixture.Db.Entities.ListAsync(request with { After = next, Limit = 6 })));
    }

    [Fact]
    public async Task Cursor_of_one_tenant_shows_another_only_its_own()
    {
        var request = new ListRequest { Limit = 5, After = (await fixture.Db.Entities.ListAsync(new ListRequest { Limit = 5 })).Next };
        Assert.All((await fixture.Other.Entities.ListAsync(request)).Items, entity => Assert.NotEqual("doc", entity.Type));
    }

    private static string SystemField(Random random) => new[] { "$id", "$project", "$version", "$createdAt", "$updatedAt", "$type" }[random.Next(6)];

    private static async Task<List<Entity>> PagesAsync(TenantDb db, ListRequest request, Func<Task>? between = null)
    {
        var all = new List<Entity>();
        for (EntityPage? page = null; page is null || page.Next is not null;)
        {
            page = await db.Entities.ListAsync(request with { After = page?.Next });
            Assert.True(page.Items.Count == request.Limit || page.Next is null, "A page that is not the last is short.");
            all.AddRange(page.Items);
            Assert.True(all.Count < 2000, "The pages do not end.");
            if (between is not null && all.Count < 200)
            {
                await between();
            }
        }

        return all;
    }

    /// <summary>The order of <see cref="SortKey"/>; ties by creation, because sorting in memory is stable.</summary>
    private sealed class ByKeys(SortKey[] keys) : IComparer<Entity>
    {
        public int Compare(Entity? x, Entity? y) =>
            keys.Select(key => Compare(Value(x!, key.Field), Value(y!, key.Field), key.Descending)).FirstOrDefault(order => order != 0);

        private static JsonElement? Value(Entity entity, string field) => field switch
        {
            "$id" => JsonSerializer.SerializeToElement(entity.Id),
            "$type" => JsonSerializer.SerializeToElement(entity.Type),
            "$project" => entity.Project is { } project ? JsonSerializer.SerializeToElement(project) : null,
            "$version" => JsonSerializer.SerializeToElement(entity.Version),
            "$createdAt" => JsonSerializer.SerializeToElement(entity.CreatedAt.Ticks),
            "$updatedAt" => JsonSerializer.SerializeToElement(entity.UpdatedAt.Ticks),
            _ => FilterOracle.At(entity.Data, FieldPath.Parse(field).Segments) is { } found && found.Any() ? found.First() : null,
        };

        private static int Compare(JsonElement? x, JsonElement? y, bool descending)
        {
            if (x is not { } a || y is not { } b)
            {
                return (x is null).CompareTo(y is null);
            }

            var order = Rank(a).CompareTo(Rank(b));
            order = order != 0 ? order : a.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => a.GetBoolean().CompareTo(b.GetBoolean()),
                JsonValueKind.Number => FilterOracle.Number(a).CompareTo(FilterOracle.Number(b)),
                JsonValueKind.String => FilterOracle.Compare(a.GetString()!, b.GetString()!),
                JsonValueKind.Array or JsonValueKind.Object => FilterOracle.Compare(a.GetRawText(), b.GetRawText()),
                _ => 0,
            };
            return descending ? -order : order;
        }

        private static int Rank(JsonElement value) => Array.IndexOf(Ranks, value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind);
    }
}
