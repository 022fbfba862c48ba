using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Declaring a type anew takes effect on what exists, and loses nothing that is written meanwhile.</summary>
public sealed class TypeChangeTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    private static readonly Dictionary<string, EntityTypeDefinition> Definitions = new()
    {
        ["default"] = new(),
        ["title"] = new() { Title = "text" },
        ["deep title"] = new() { Title = "deep.title", Text = ["text", "words[]"] },
        ["no text"] = new() { Title = "none", Text = [] },
        ["german"] = new() { Language = "german" },
        ["simple, not embedded"] = new() { Language = "simple", Embed = false },
        ["relations"] = new() { Relations = [Link("author", "WRITTEN_BY", "person", false), Link("words[]", "HAS_WORD", "word", true)] },
        ["other relations"] = new() { Relations = [Link("author", "BY", "person", true), Link("deep.title", "TITLED", "title", false)], Embed = false },
        ["schema"] = new() { Schema = Json.Of("""{"properties": {"n": {"type": "integer"}}}""") },
        ["german with a schema"] = new() { Language = "german", Schema = Json.Of("""{"type": "object"}""") },
    };

    public static TheoryData<string, string> Changes { get; } = new(
        from before in new[] { "default", "relations", "simple, not embedded", "german" }
        from now in Definitions.Keys
        where before != now
        select (before, now));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Type_declared_anew_derives_what_exists(string before, string now)
    {
        var db = await TenantAsync();
        await db.Types.PutAsync("doc", Definitions[before]);
        await db.WriteAsync([.. Enumerable.Range(0, 12).Select(i => new CreateEntity("doc", Data(new Random(i))) { Id = "d" + i })]);
        await db.Relations.RelateAsync(new Relate("d1", "KNOWS", "d2"));
        await db.Entities.DeleteAsync("d3");
        await db.Types.PutAsync("doc", Definitions[now]);
        await Settled.WaitAsync(db);
        await Invariants.CheckAsync(fixture, db);
        Assert.Single((await db.Relations.ListAsync(new RelationRequest("d1") { Types = ["KNOWS"] })).Items);
        Assert.Equal(1, (await db.Entities.GetAsync("d1"))!.Version);
    }

    [Fact]
    public async Task Values_that_make_no_relation_are_counted_and_their_entities_named()
    {
        var db = await TenantAsync();
        string[] values = ["\".\"", $"\"{new string('a', 300)}\"", "1e300", "\"fine\"", "true", "[\"..\"]"];
        await db.WriteAsync([.. values.Select((value, i) => new CreateEntity("doc", Json.Of($$"""{"x":{{value}}}""")) { Id = "d" + i })]);
        Assert.Null((await db.Types.GetAsync("doc"))!.Underived);

        await db.Types.PutAsync("doc", new() { Relations = [Plain("x")] });
        await Settled.WaitAsync(db);
        var underived = (await db.Types.GetAsync("doc"))!.Underived;
        Assert.NotNull(underived);
        Assert.Equal((3, "d0 d1 d2"), (underived.Count, string.Join(' ', underived.Entities)));
        Assert.Equal("fine", Assert.Single((await db.Relations.ListAsync(new RelationRequest())).Items).To);

        // A schema derives nothing anew; another rule does, and counts again.
        await db.Types.PutAsync("doc", new() { Relations = [Plain("x")], Schema = Json.Of("{}") });
        Assert.Equal(3, (await db.Types.GetAsync("doc"))!.Underived!.Count);
        await db.Types.PutAsync("doc", new() { Relations = [Plain("x[]")] });
        await Settled.WaitAsync(db);
        Assert.Equal(["d5"], (await db.Types.GetAsync("doc"))!.Underived!.Entities);
        await db.Types.PutAsync("doc", new());
        await Settled.WaitAsync(db);
        Assert.Null((await db.Types.GetAsync("doc"))!.Underived);
    }

    [Fact]
    public async Task Target_that_its_type_refuses_to_create_is_counted_and_left_a_stub()
    {
        var db = await TenantAsync();
        await db.WriteAsync([
            new CreateEntity("doc", Json.Of(new { tags = new[] { "x" } })) { Id = "d0" }, new CreateEntity("doc", Json.Of(new { tags = new[] { "y" } })) { Id = "d1" }]);
        await db.Entities.CreateAsync("tag", new { color = "red" }, "tag/y");
        await db.Types.PutAsync("tag", new() { Schema = Json.Of("""{"required": ["color"]}""") });
        await db.Types.PutAsync("doc", new() { Relations = [Link("tags[]", "HAS_TAG", "tag", true)] });
        await Settled.WaitAsync(db);
        var underived = (await db.Types.GetAsync("doc"))!.Underived!;
        Assert.Equal((1, "d0"), (underived.Count, Assert.Single(underived.Entities)));
        Assert.Equal("tag/x", Assert.Single((await db.Relations.ListAsync(new RelationRequest("d0"))).Items).To);
        Assert.Null(await db.Entities.GetAsync("tag/x"));
        await Invariants.CheckAsync(fixture, db);

        // Written again it is refused, as any write of it.
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(() => db.Entities.MergeAsync("d0", new { n = 1 })));
    }

    [Fact]
    public async Task Target_of_a_target_that_makes_no_id_is_counted()
    {
        var db = await TenantAsync();
        var longest = new string('a', 190);
        await db.Entities.CreateAsync("doc", new { tags = new[] { longest } }, "d0");
        await db.Types.PutAsync("tag", new() { Relations = [new() { Field = "name", Relation = "NAMED", To = "name", Id = "a-much-longer-prefix/{value}" }] });
        await db.Types.PutAsync("doc", new() { Relations = [Link("tags[]", "HAS_TAG", "tag", true)] });
        await Settled.WaitAsync(db);
        Assert.Equal(["d0"], (await db.Types.GetAsync("doc"))!.Underived!.Entities);
        Assert.Null(await db.Entities.GetAsync("tag/" + longest));
        await Invariants.CheckAsync(fixture, db);
    }

    [Fact]
    public async Task Tenant_whose_entities_cannot_be_derived_holds_up_no_other()
    {
        var (stuck, other) = (await TenantAsync(), await TenantAsync());
        foreach (var db in new[] { stuck, other })
        {
            await db.Entities.CreateAsync("doc", new { text = "running foxes" }, "d");
        }

        await using var sql = await Sql.AdminAsync(fixture.Database);
        await sql.RunAsync($"""
            create function threedb.refuse() returns trigger language plpgsql as
                'begin if new.tenant_id = {stuck.Session.TenantId} then raise exception ''refused''; end if; return new; end';
            create trigger refuse before insert or update on threedb.entity_text for each row execute function threedb.refuse()
            """);
        await stuck.Types.PutAsync("doc", Definitions["german"]);
        await other.Types.PutAsync("doc", Definitions["german"]);
        await Settled.WaitAsync(other);
        Assert.NotNull((await stuck.Types.GetAsync("doc"))!.Deriving);
        await sql.RunAsync("drop function threedb.refuse() cascade");
        await Settled.WaitAsync(stuck);
        await Invariants.CheckAsync(fixture, stuck);
    }

    [Fact]
    public async Task First_entities_are_named_of_many_that_hold_values_without_a_relation()
    {
        var db = await TenantAsync();
        await db.WriteAsync([.. Enumerable.Range(0, 1_100).Select(i => new CreateEntity("doc", Json.Of($$"""{"x":["{{new string('a', 201)}}", "."]}""")) { Id = $"d{i:0000}" })]);
        await db.Types.PutAsync("doc", new() { Relations = [Plain("x[]")] });
        await Settled.WaitAsync(db);
        var underived = (await db.Types.GetAsync("doc"))!.Underived!;
        Assert.Equal(2_200, underived.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"d{i:0000}"), underived.Entities);
    }

    [Fact]
    public async Task Declaration_that_is_removed_leaves_entities_that_follow_the_defaults()
    {
        var db = await TenantAsync();
        await db.Types.PutAsync("doc", Definitions["other relations"]);
        await db.WriteAsync([.. Enumerable.Range(0, 12).Select(i => new CreateEntity("doc", Data(new Random(i))) { Id = "d" + i })]);
        Assert.True(await db.Types.DeleteAsync("doc"));
        Assert.False(await db.Types.DeleteAsync("doc"));
        await Settled.WaitAsync(db);
        Assert.Null((await db.Types.GetAsync("doc"))!.Definition);
        Assert.Empty((await db.Relations.ListAsync(new RelationRequest())).Items);
        await Invariants.CheckAsync(fixture, db);
    }

    [Fact]
    public async Task Schema_binds_writes_from_then_on_and_leaves_what_exists()
    {
        var db = await TenantAsync();
        await db.Entities.CreateAsync("doc", new { n = "text" }, "old");
        var put = await db.Types.PutAsync("doc", Definitions["schema"]);
        Assert.Null(put.Deriving);
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(() => db.Entities.CreateAsync("doc", new { n = "text" })));
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(() => db.Entities.MergeAsync("old", new { m = 1 })));
        await db.Entities.MergeAsync("old", new { n = 1 });
        await using var other = await fixture.OpenAsync();
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(async () => await (await other.ForAsync(db.Session.Tenant)).Entities.CreateAsync("doc", new { n = "text" })));
    }

    [Fact]
    public async Task Create_that_merges_is_held_to_the_schema_as_a_whole_and_can_be_repeated()
    {
        var db = await TenantAsync();
        var merge = new CreateOptions { OnConflict = ConflictPolicy.Merge };
        await db.Types.PutAsync("doc", new() { Schema = Json.Of("""{"required": ["n"]}""") });
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(() => db.Entities.CreateAsync("doc", new { m = 1 }, "d", merge)));

        // Null makes no member, be the entity there or not.
        var data = Json.Of("""{"n": 1, "x": null, "y": {"z": null}}""");
        var made = await db.Entities.CreateAsync("doc", data, "d", merge);
        Assert.Equal(WriteOutcome.Created, made.Outcome);
        Assert.True(Json.Same(Json.Of("""{"n": 1, "y": {}}"""), made.Entity.Data));
        Assert.Equal(WriteOutcome.Unchanged, (await db.Entities.CreateAsync("doc", data, "d", merge)).Outcome);

        var merged = await db.Entities.CreateAsync("doc", new { m = 1 }, "d", merge);
        Assert.Equal((WriteOutcome.Updated, 2L), (merged.Outcome, merged.Entity.Version));
        Assert.Equal(ErrorCodes.SchemaViolation, await Failure.CodeOfAsync(() => db.Entities.CreateAsync("doc", Json.Of("""{"n": null}"""), "d", merge)));
    }

    [Fact]
    public async Task Writes_while_types_change_on_two_engines_are_kept_and_derived_right()
    {
        var seed = Seed.Take(output);
        var one = await TenantAsync();
        await using var engine = await fixture.OpenAsync();
        var two = await engine.ForAsync(one.Session.Tenant, "tester2");
        var written = new Dictionary<string, JsonElement>[4];
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(async worker =>
        {
            var (random, mine) = (new Random(seed + worker), written[worker] = []);
            for (var i = 0; !stop.IsCancellationRequested || i < 50; i++)
            {
                var (id, data) = ($"w{worker}/{random.Next(20)}", Data(random));
                var error = await Failure.CodeOfAsync(() => (random.Next(2) == 0 ? one : two).Entities.CreateAsync("doc", data, id, new CreateOptions { OnConflict = ConflictPolicy.Replace }));

                // Types that change faster than a write can be planned anew stop it, clearly and without a trace.
                Assert.True(error is null || error == ErrorCodes.WriteConflict, error?.Code);
                if (error is null)
                {
                    mine[id] = data;
                }
            }
        }).ToList();
        var changers = new[] { one, two }.Select(async (db, changer) =>
        {
            var random = new Random(seed + 100 + changer);
            for (var i = 0; i < 25; i++)
            {
                await (random.Next(6) == 0 ? db.Types.DeleteAsync("doc") : (Task)db.Types.PutAsync("doc", Definitions.Values.Where(type => type.Schema is null || type.Language == "german").ElementAt(random.Next(9))));
            }
        }).ToList();
        await Task.WhenAll(changers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await Settled.WaitAsync(one);
        foreach (var (id, data) in written.SelectMany(mine => mine))
        {
            Assert.True(JsonElement.DeepEquals(data, (await one.Entities.GetAsync(id))!.Data), id);
        }

        await Invariants.CheckAsync(fixture, one);
    }

    [Fact]
    public async Task Declaration_of_two_processes_at_once_is_compared_with_what_is_stored()
    {
        // What matters is the order: the schema alone differs from what this caller saw, but not from what the other just stored.
        var db = await TenantAsync();
        await using var engine = await fixture.OpenAsync();
        var other = await engine.ForAsync(db.Session.Tenant);
        await db.WriteAsync([.. Enumerable.Range(0, 5).Select(i => new CreateEntity("doc", Data(new Random(i))) { Id = "d" + i })]);
        await using var holder = await Sql.AdminAsync(fixture.Database);
        await holder.RunAsync("begin; select pg_advisory_xact_lock_shared(7310702, $1)".Replace("$1", db.Session.TenantId.ToString(), StringComparison.Ordinal));
        var german = other.Types.PutAsync("doc", Definitions["german"]);
        await WaitersAsync(1);
        var schema = db.Types.PutAsync("doc", Definitions["schema"]);
        await WaitersAsync(2);
        await holder.RunAsync("commit");
        await Task.WhenAll(german, schema);
        await Settled.WaitAsync(db);
        Assert.Equal("english", (await db.Types.GetAsync("doc"))!.Definition!.Language);
        await Invariants.CheckAsync(fixture, db);

        async Task WaitersAsync(int count)
        {
            await using var sql = await Sql.AdminAsync(fixture.Database);
            while (await sql.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and classid = 7310702 and not granted and database = (select oid from pg_database where datname = current_database())") < count)
            {
            }
        }
    }

    // The value itself is the id.
    private static DerivedRelation Plain(string field) => new() { Field = field, Relation = "TO", To = "thing" };

    private static DerivedRelation Link(string field, string relation, string to, bool create) => new() { Field = field, Relation = relation, To = to, Id = to + "/{value}", Create = create };

    private static JsonElement Data(Random random) => Json.Of(new
    {
        title = random.Next(3) == 0 ? null : "The running foxes " + random.Next(5),
        text = "Häuser and houses",
        n = random.Next(5),
        author = "a" + random.Next(3),
        words = Enumerable.Range(0, random.Next(3)).Select(_ => "word" + random.Next(4)),
        deep = new { title = "deep " + random.Next(3) },
    });

    private async Task<TenantDb> TenantAsync()
    {
        var name = fixture.Unique("tenant");
        await new TenantAdmin(fixture.Database.ConnectionString).CreateAsync(name);
        return await fixture.Engine.ForAsync(name, "tester");
    }
}
