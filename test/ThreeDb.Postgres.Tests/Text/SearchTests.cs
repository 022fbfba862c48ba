using System.Text.Json;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Postgres.Tests;

/// <summary>Text search finds and ranks what hand-written SQL does.</summary>
public sealed class SearchTests(CatalogueFixture fixture) : IClassFixture<CatalogueFixture>
{
    public static TheoryData<string> Words { get; } =
    [
        "editor", "text editor", "\"text editor\"", "editor -emacs", "emacs or vim", "the", "the and of", "python library", "PYTHON LIBRARIES", "c++", "postgresql-client", "x11 window manager",
        "nosuchwordatall", "editor nosuchwordatall", "-editor", "or", "\"", "\"unfinished phrase", "http://www.debian.org/", "foo@bar.com", "/usr/share/doc", "1.2.3", "&amp;", "a & b | !c", "'", "\\", "(", "!!!", ":*",
    ];

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Search_gives_the_hits_and_ranks_of_sql(string words)
    {
        var expected = await ExpectedAsync(words, "e.type = 'package'", 20);
        var hits = await fixture.Db.SearchAsync(words, "package", limit: 20);
        Assert.Equal(expected, hits.Select(hit => (hit.Entity.Id, hit.Score)));
        Assert.All(hits, hit => Assert.Equal(hit.Score, hit.Scores.Text));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Search_with_a_filter_gives_the_best_that_match(string words)
    {
        var expected = await ExpectedAsync(words, "e.type = 'package' and e.data->>'section' = 'libs'", 20);
        var hits = await fixture.Db.SearchAsync(words, "package", Filter.Eq("section", "libs"), limit: 20);
        Assert.Equal(expected, hits.Select(hit => (hit.Entity.Id, hit.Score)));
    }

    [Fact]
    public async Task Search_over_all_types_gives_the_hits_of_sql()
    {
        Assert.NotEmpty(await ExpectedAsync("debian", "e.type = 'maintainer'", 1));
        Assert.Equal(await ExpectedAsync("debian", "true", 100), (await fixture.Db.SearchAsync("debian", limit: 100)).Select(hit => (hit.Entity.Id, hit.Score)));
    }

    [Fact]
    public async Task Search_for_a_hostile_string_gives_the_hits_of_sql_or_a_clear_error()
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllBytesAsync(TestData.Path("naughty-strings", "blns.json")))!;
        foreach (var words in strings)
        {
            if (string.IsNullOrWhiteSpace(words) || words.Length > 1000 || !JsonGuard.IsStorable(words))
            {
                Assert.Equal(ErrorCodes.InvalidQuery, await Failure.CodeOfAsync(() => fixture.Db.SearchAsync(words)));
                continue;
            }

            var hits = await fixture.Db.SearchAsync(words, "package", limit: 5);
            Assert.Equal(await ExpectedAsync(words, "e.type = 'package'", 5), hits.Select(hit => (hit.Entity.Id, hit.Score)));
        }
    }

    [Fact]
    public async Task Search_in_a_type_follows_its_language()
    {
        foreach (var (language, text, words) in new[] { ("german", "Die Häuser der Städte", "Haus"), ("russian", "книги на полках", "книга"), ("simple", "running foxes", "running"), ("french", "les chevaux courent", "cheval") })
        {
            await fixture.Other.Types.PutAsync(language, new EntityTypeDefinition { Language = language });
            await fixture.Other.Entities.CreateAsync(language, new { text }, language);
            Assert.Equal(language, Assert.Single(await fixture.Other.SearchAsync(words, language)).Entity.Id);
            Assert.Contains(await fixture.Other.SearchAsync(words), hit => hit.Entity.Id == language);
        }

        Assert.Empty(await fixture.Other.SearchAsync("run", "simple"));
    }

    [Fact]
    public async Task Excerpt_shows_the_words_found()
    {
        var hit = (await fixture.Db.SearchAsync("editor", "package", limit: 1))[0];
        Assert.Contains("**editor", hit.Highlight, StringComparison.OrdinalIgnoreCase);
        var plain = await fixture.Db.QueryAsync(new Query { From = "package", Text = new TextLeg { Query = "editor" }, Limit = 1 });
        Assert.Null(plain.Items[0].Highlight);
    }

    [Fact]
    public async Task Search_finds_a_write_at_once_and_a_deleted_entity_no_more()
    {
        var word = fixture.Unique("zyzzyva");
        await fixture.Db.Entities.CreateAsync("note", new { title = word }, word);
        Assert.Equal(word, Assert.Single(await fixture.Db.SearchAsync(word)).Entity.Id);
        await fixture.Db.Entities.MergeAsync(word, Json.Of("""{"title": "other"}"""));
        Assert.Empty(await fixture.Db.SearchAsync(word));
        await fixture.Db.Entities.MergeAsync(word, new { title = word });
        await fixture.Db.Entities.DeleteAsync(word);
        Assert.Empty(await fixture.Db.SearchAsync(word));
        Assert.Empty(await fixture.Other.SearchAsync("editor"));
    }

    private async Task<List<(string, double)>> ExpectedAsync(string words, string condition, int limit)
    {
        await using var sql = await Sql.AdminAsync(fixture.Database);
        return [.. (await sql.RowsAsync($"""
            select e.id, ts_rank(t.tsv, case querytree(q) when 'T' then q else querytree(q)::tsquery end, 1)::float8
            from threedb.entity e join threedb.entity_text t on t.tenant_id = e.tenant_id and t.seq = e.seq, websearch_to_tsquery('english', $2) q
            where e.tenant_id = $1 and e.state = 1 and t.tsv @@ q and {condition} order by 2 desc, e.seq limit {limit}
            """, fixture.Db.Session.TenantId, words)).Select(row => ((string)row[0]!, (double)row[1]!))];
    }
}

/// <summary>A database with the sample of Debian's catalogue.</summary>
public sealed class CatalogueFixture : EngineFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (name, definition) in CatalogueTypes.Definitions)
        {
            await Db.Types.PutAsync(name, definition);
        }

        foreach (var phase in (await Catalogue.ReadSampleAsync()).Phases)
        {
            var done = await Db.BulkAsync(phase.Mutations.ToAsyncEnumerable());
            Assert.Equal((phase.Count, 0L), (done.Items, done.Failed));
        }
    }
}
