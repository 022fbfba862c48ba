using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>Search by meaning is exact: it gives what comparing with every vector gives, whether PostgreSQL has pgvector or not.</summary>
public sealed class VectorSearchTests(VectorFixture fixture) : IClassFixture<VectorFixture>
{
    private static readonly string[] Texts = ["a fox in the garden", "running foxes", "the price of houses", "garden house", "zzz", "été à la mer", "fox"];

    public static TheoryData<bool> Extension { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Extension))]
    public async Task Near_a_text_are_those_that_comparing_with_all_gives(bool extension)
    {
        var (db, all) = fixture.Of(extension);
        foreach (var text in Texts)
        {
            var vector = await EmbedAsync(text);
            AssertNearest(all, vector, await db.NearAsync(text, limit: 15), 15, _ => true);
            AssertNearest(all, vector, await db.NearAsync(text, "animal", limit: 15), 15, one => one.Entity.Type == "animal");
            AssertNearest(all, vector, await db.NearAsync(text, "animal", Filter.Eq("n", 1), limit: 15), 15, one => one.Entity.Type == "animal" && one.Entity.Data.GetProperty("n").GetInt32() == 1);
            AssertNearest(all, vector, await db.NearAsync(text, null, Filter.Eq("n", 99), limit: 15), 15, _ => false);
        }
    }

    [Theory]
    [MemberData(nameof(Extension))]
    public async Task Near_a_vector_of_any_length_are_those_that_comparing_with_all_gives(bool extension)
    {
        var (db, all) = fixture.Of(extension);
        var vector = (await EmbedAsync("garden fox")).Select(value => value * 17).ToArray();
        var hits = (await db.QueryAsync(new Query { Near = new NearLeg { Vector = vector }, Limit = 30 })).Items;
        AssertNearest(all, await EmbedAsync("garden fox"), hits, 30, _ => true);
        Assert.Equal(ErrorCodes.InvalidQuery, await Failure.CodeOfAsync(() => db.QueryAsync(new Query { Near = new NearLeg { Vector = [1, 2, 3] } })));
    }

    [Theory]
    [MemberData(nameof(Extension))]
    public async Task Similar_entities_are_the_nearest_without_the_entity_itself(bool extension)
    {
        var (db, all) = fixture.Of(extension);
        foreach (var one in all.Take(10))
        {
            AssertNearest(all, one.Vector, await db.SimilarAsync(one.Entity.Id, limit: 8), 8, other => other.Entity.Type == one.Entity.Type && other.Entity.Id != one.Entity.Id);
            AssertNearest(all, one.Vector, await db.SimilarAsync(one.Entity.Id, one.Entity.Type, Filter.Eq("n", 0), limit: 8), 8,
                other => other.Entity.Type == one.Entity.Type && other.Entity.Id != one.Entity.Id && other.Entity.Data.GetProperty("n").GetInt32() == 0);
        }

        Assert.Empty(await db.SimilarAsync("empty"));
        Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => db.SimilarAsync("none")));
        Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => db.QueryAsync(new Query { Near = new NearLeg { Entity = "none" } })));
    }

    [Fact]
    public async Task Databases_with_and_without_the_extension_give_the_same()
    {
        Assert.True(fixture.Engine.Store.Identity.HasVectorExtension);
        Assert.False(fixture.Plain.Store.Identity.HasVectorExtension);
        foreach (var text in Texts)
        {
            var query = new Query { Near = new NearLeg { Text = text }, Text = new TextLeg { Query = text }, Limit = 12 };
            var (with, without) = (await fixture.Of(true).Db.QueryAsync(query), await fixture.Of(false).Db.QueryAsync(query));
            Assert.Equal(with.Items.Count, without.Items.Count);
            Assert.All(with.Items.Zip(without.Items), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4));
        }
    }

    [Theory]
    [MemberData(nameof(Extension))]
    public async Task Vector_follows_the_text_and_goes_with_the_entity(bool extension)
    {
        var (db, _) = fixture.Of(extension);
        await db.Entities.CreateAsync("moving", new { title = "quantum chromodynamics" }, "moving");
        Assert.Equal("moving", (await db.NearAsync("quantum chromodynamics", limit: 1))[0].Entity.Id);
        await db.Entities.MergeAsync("moving", new { title = "apple pie" });
        Assert.Equal("moving", (await db.NearAsync("apple pie", "moving", limit: 1))[0].Entity.Id);
        Assert.Equal(await EmbedAsync("apple pie"), await db.Session.VectorOfAsync("moving"));
        await db.Entities.DeleteAsync("moving");
        Assert.Empty(await db.NearAsync("apple pie", "moving"));
    }

    private static async Task<float[]> EmbedAsync(string text) => (await new HashingEmbedder().EmbedAsync([text], default))[0];

    // Two that are equally near may come in either order when rounding differs, so similarities are compared, and each hit's own.
    private static void AssertNearest(IReadOnlyList<Embedded> all, float[] vector, IReadOnlyList<Hit> hits, int limit, Func<Embedded, bool> matches)
    {
        var expected = all.Where(matches).ToDictionary(one => one.Entity.Id, one => one.Vector.Zip(vector, (a, b) => (double)a * b).Sum());
        Assert.Equal(Math.Min(expected.Count, limit), hits.Count);
        Assert.All(expected.Values.OrderDescending().Zip(hits), pair => Assert.Equal(pair.First, pair.Second.Score, 1e-5));
        Assert.All(hits, hit => Assert.Equal(expected[hit.Entity.Id], hit.Scores.Near!.Value, 1e-5));
    }
}

/// <summary>An entity with its vector.</summary>
public sealed record Embedded(Entity Entity, float[] Vector);

/// <summary>The same entities in a database with pgvector and in one without.</summary>
public sealed class VectorFixture : EngineFixture
{
    private static readonly string[] Words = ["fox", "garden", "house", "price", "running", "mer", "été", "theory", "blue", "river", "stone", "quick"];

    private TestDatabase _plainDatabase = null!;
    private TenantDb _plain = null!;
    private IReadOnlyList<Embedded> _all = [];

    public ThreeDbEngine Plain { get; private set; } = null!;

    public (TenantDb Db, IReadOnlyList<Embedded> All) Of(bool extension) => (extension ? Db : _plain, _all);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _plainDatabase = await TestDatabase.CreateAsync();
        await _plainDatabase.RunAsync($"drop table {VectorTable.NameOf(new HashingEmbedder().Model)}; delete from threedb.embedding_model; drop extension vector");

        // All steps are applied already, so the migrator does not make the extension again, only the table of the model.
        await new Migrator(_plainDatabase.ConnectionString).RunAsync(new HashingEmbedder());
        Plain = await OpenAsync(options => options.ConnectionString = _plainDatabase.ConnectionString);
        _plain = await Plain.ForAsync("default", "tester");
        var random = new Random(5);
        Mutation[] mutations =
        [
            .. Enumerable.Range(0, 150).Select(i => new CreateEntity(i % 3 == 0 ? "animal" : "thing",
                Json.Of(new { n = i % 4, title = string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(Words.Length)])) })) { Id = "e" + i }),
            new CreateEntity("thing", Json.Of(new { n = 1 })) { Id = "empty" },
        ];
        await Db.WriteAsync(mutations);
        await _plain.WriteAsync(mutations);
        var all = new List<Embedded>();
        foreach (var entity in await Db.Entities.GetManyAsync([.. Enumerable.Range(0, 150).Select(i => "e" + i)]))
        {
            all.Add(new Embedded(entity, (await new HashingEmbedder().EmbedAsync([entity.Data.GetProperty("title").GetString()!], default))[0]));
        }

        _all = all;
    }

    public override async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await _plainDatabase.DisposeAsync();
        await base.DisposeAsync();
    }
}
