using System.Text.Json;
using ThreeDb.DebianCatalogue;

namespace ThreeDb.Postgres.Tests;

/// <summary>The text vectors that 3db makes from remembered pieces are those of <c>to_tsvector</c>, bit for bit.</summary>
public sealed class LexemeTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("english")]
    [InlineData("simple")]
    [InlineData("german")]
    public async Task Vector_of_every_package_is_that_of_postgres(string language)
    {
        var sample = await Catalogue.ReadSampleAsync();
        var texts = sample.Phases.SelectMany(phase => phase.Mutations).OfType<CreateEntity>().Where(create => create.Type == CatalogueTypes.Package)
            .Select(create => (create.Data.GetProperty("name").GetString()!, create.Data.GetProperty("summary").GetString() + "\n" + create.Data.GetProperty("description").GetString())).ToList();
        Assert.InRange(texts.Count, 1_400, 1_700);
        await using var probe = new LexemeProbe(fixture.Database, new LexemeCache());
        AssertNone(await probe.DifferencesAsync(language, texts));

        // Now every piece is remembered.
        AssertNone(await probe.DifferencesAsync(language, texts.Select(text => (text.Item2, text.Item1))));
    }

    [Theory]
    [InlineData("english")]
    [InlineData("simple")]
    [InlineData("russian")]
    public async Task Vector_of_a_hostile_string_is_that_of_postgres(string language)
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllBytesAsync(TestData.Path("naughty-strings", "blns.json")))!
            .Where(text => JsonGuard.IsStorable(text)).ToList();
        Assert.InRange(strings.Count, 500, 600);
        await using var probe = new LexemeProbe(fixture.Database, new LexemeCache());
        AssertNone(await probe.DifferencesAsync(language, strings.Select(text => (text, text))));
        AssertNone(await probe.DifferencesAsync(language, strings.Zip(strings.Skip(1), (a, b) => (a, a + " " + b + "\n" + a))));
    }

    [Fact]
    public async Task Vector_of_a_random_text_is_that_of_postgres_in_every_language()
    {
        var seed = Seed.Take(output);
        foreach (var language in TypePlanner.Languages)
        {
            var text = new RandomText(new Random(seed));
            await using var probe = new LexemeProbe(fixture.Database, new LexemeCache());
            AssertNone(await probe.DifferencesAsync(language, Enumerable.Range(0, 200).Select(i => (text.Text(), text.Text(markup: i % 4 == 0)))));
        }
    }

    [Fact]
    public async Task Vector_of_a_random_text_is_that_of_postgres_from_a_cache_that_forgets()
    {
        var text = new RandomText(new Random(Seed.Take(output)));
        await using var probe = new LexemeProbe(fixture.Database, new LexemeCache(capacity: 50));
        AssertNone(await probe.DifferencesAsync("english", Enumerable.Range(0, 4000).Select(i => (text.Text(), text.Text(markup: i % 10 == 0)))));
    }

    [Fact]
    public async Task Vector_of_a_long_text_is_that_of_postgres()
    {
        var random = new Random(3);
        string Words(int count, int different) => string.Join(' ', Enumerable.Range(0, count).Select(_ => "w" + random.Next(different)));
        await using var probe = new LexemeProbe(fixture.Database, new LexemeCache());
        AssertNone(await probe.DifferencesAsync("english",
        [
            // The position ends at 16,383 and a word has at most 255 of them.
            ("", Words(20_000, 5)), (Words(20_000, 3), Words(20_000, 3)), (Words(300, 1), Words(300, 1)), (Words(255, 1), "w0"), (Words(256, 1), "w0"), (Words(254, 1), Words(5, 1)),
            (Words(16_380, 5_000), Words(10, 10)), (Words(16_383, 2), "w0 w1 w2 w0"), (Words(16_384, 20_000), "x y z"), ("the of and", "w the w of"), (Words(5, 2) + " the the the", "a b the"),
            (string.Concat(Enumerable.Repeat("the ", 17_000)) + "end", "x " + string.Concat(Enumerable.Repeat("the ", 17_000)) + "end"),
            (new string('x', 100_000), "y"), (string.Concat(Enumerable.Range(0, 30_000).Select(i => (char)(0x4E00 + (i % 20_000)) + (i % 3 == 0 ? " " : ""))), ""),
        ]));
    }

    [Fact]
    public async Task Check_of_a_wrong_vector_turns_red()
    {
        var cache = new LexemeCache();
        cache.Of("english").Add(new ChunkLexemes("running", [new Lexeme("walk"u8.ToArray(), 0)], 1));
        await using var probe = new LexemeProbe(fixture.Database, cache);
        Assert.Single(await probe.DifferencesAsync("english", [("running foxes", ""), ("foxes", "")]));
    }

    private static void AssertNone(List<string> differences) =>
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(10).Select(text => text.Length > 2000 ? text[..1000] + " … " + text[^1000..] : text)));
}
