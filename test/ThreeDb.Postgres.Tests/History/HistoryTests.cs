using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>The change log gives back every version, at any time, and what a deletion took.</summary>
public sealed class HistoryTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Every_version_comes_back_by_number_by_time_and_by_difference()
    {
        var random = new Random(Seed.Take(output));
        var json = new RandomJson(random);
        var id = fixture.Unique("long");
        var versions = new List<JsonElement?>();
        for (var i = 0; i < 45; i++)
        {
            var data = json.Document();
            if (versions.Count > 0 && versions[^1] is not null && random.Next(10) == 0)
            {
                await fixture.Db.Entities.DeleteAsync(id);
                versions.Add(null);
            }
            else if ((await fixture.Db.Entities.CreateAsync("doc", data, id, new CreateOptions { OnConflict = ConflictPolicy.Replace })).Outcome != WriteOutcome.Unchanged)
            {
                versions.Add(data);
            }
        }

        var history = (await fixture.Db.History.ListAsync(id, 1000)).Items.Reverse().ToList();
        Assert.Equal(versions.Count, history.Count);
        for (var i = 0; i < versions.Count; i++)
        {
            AssertSame(versions[i], (await fixture.Db.History.GetAsync(id, i + 1)).Data);
            AssertSame(versions[i], (await fixture.Db.History.AsOfAsync(id, history[i].At))!.Data);
            Assert.Equal(i == 0 ? null : i, (await fixture.Db.History.AsOfAsync(id, history[i].At.AddMicroseconds(-1)))?.Version);
            Assert.Equal("tester", history[i].Actor);
        }

        for (var i = 0; i < 60; i++)
        {
            var (from, to) = (random.Next(versions.Count), random.Next(versions.Count));
            var patch = await fixture.Db.History.DiffAsync(id, from + 1, to + 1);
            Assert.True(FilterOracle.Same(versions[to] ?? Json.Of("{}"), patch.Apply(versions[from] ?? Json.Of("{}"))), $"{from + 1} to {to + 1}: {patch.ToJson()}");
        }

        Assert.Equal(versions.Count, (await fixture.Db.History.AsOfAsync(id, DateTimeOffset.MaxValue))!.Version);
        Assert.Null(await fixture.Db.History.AsOfAsync(id, DateTimeOffset.UnixEpoch));
        Assert.Equal(ErrorCodes.VersionNotFound, await Failure.CodeOfAsync(() => fixture.Db.History.GetAsync(id, versions.Count + 1)));
        Assert.Equal(ErrorCodes.VersionNotFound, await Failure.CodeOfAsync(() => fixture.Db.History.GetAsync(id, 0)));
    }

    [Fact]
    public async Task Pages_of_a_history_put_together_are_the_history()
    {
        var id = fixture.Unique("paged");
        for (var i = 0; i < 23; i++)
        {
            await fixture.Db.Entities.CreateAsync("doc", new { i }, id, new CreateOptions { OnConflict = ConflictPolicy.Replace });
        }

        var versions = new List<long>();
        for (HistoryPage? page = null; page is null || page.Next is not null;)
        {
            page = await fixture.Db.History.ListAsync(id, 5, page?.Next);
            versions.AddRange(page.Items.Select(entry => entry.Version));
        }

        Assert.Equal(Enumerable.Range(1, 23).Reverse().Select(i => (long)i), versions);
        var next = (await fixture.Db.History.ListAsync(id, 5)).Next;
        await fixture.Db.Entities.CreateAsync("doc", new { }, id + "x");
        Assert.Equal(ErrorCodes.InvalidCursor, await Failure.CodeOfAsync(() => fixture.Db.History.ListAsync(id + "x", 5, next)));
    }

    [Fact]
    public async Task Log_keeps_a_snapshot_every_tenth_version_and_else_the_smaller_of_patch_and_snapshot()
    {
        var id = fixture.Unique("cadence");
        var large = Enumerable.Range(0, 50).Select(i => "a rather long text " + i).ToArray();
        for (var i = 0; i < 35; i++)
        {
            await fixture.Db.Entities.CreateAsync("doc", new { i, large }, id, new CreateOptions { OnConflict = ConflictPolicy.Replace });
        }

        await using var sql = await Sql.AdminAsync(fixture.Database);
        var rows = await sql.RowsAsync("""
            select c.version, c.snapshot is not null, c.patch is not null, length(coalesce(c.snapshot, c.patch)::text)
            from threedb.change c join threedb.entity e on e.tenant_id = c.tenant_id and e.seq = c.seq where c.kind = 0 and e.id = $1 order by 1
            """, id);
        Assert.Equal((false, false), ((bool)rows[0][1]!, (bool)rows[0][2]!));
        Assert.All(rows.Skip(1), row => Assert.Equal((long)row[0]! % 10 == 0, (bool)row[1]!));
        Assert.All(rows.Skip(1), row => Assert.NotEqual((bool)row[1]!, (bool)row[2]!));
        Assert.All(rows.Where(row => (bool)row[2]!), row => Assert.InRange((int)row[3]!, 1, 100));
    }

    [Fact]
    public async Task Deleted_entity_that_is_restored_has_its_relations_again()
    {
        var prefix = fixture.Unique("restore");
        await fixture.Db.Types.PutAsync("linked", new EntityTypeDefinition { Relations = [new() { Field = "by", Relation = "WRITTEN_BY", To = "person" }] });
        var from = DateTimeOffset.Parse("2026-01-01T00:00:00Z");
        await fixture.Db.WriteAsync([
            new CreateEntity("linked", Json.Of(new { by = prefix + "/p", title = "a fox" })) { Id = prefix + "/a", Project = "red" },
            new Relate(prefix + "/a", "KNOWS", prefix + "/b") { Weight = 2.5, Data = Json.Of("""{"since": 1999}"""), ValidFrom = from, ValidTo = from.AddDays(1), Key = "k" },
            new Relate(prefix + "/c", "LIKES", prefix + "/a"), new Relate(prefix + "/a", "KNOWS", prefix + "/a")]);
        await fixture.Db.Relations.UnrelateAsync(new Unrelate(prefix + "/c", "LIKES", prefix + "/a"));
        await fixture.Db.Relations.RelateAsync(new Relate(prefix + "/d", "LIKES", prefix + "/a"));
        var before = await RelationsAsync(prefix + "/a");
        Assert.Equal(4, before.Count);
        await fixture.Db.Entities.DeleteAsync(prefix + "/a");
        Assert.Empty(await RelationsAsync(prefix + "/a"));
        Assert.Empty(await fixture.Db.SearchAsync("fox", "linked"));

        var restored = await fixture.Db.History.RestoreAsync(prefix + "/a");
        Assert.Equal((3, "red"), (restored.Entity.Version, restored.Entity.Project));
        Assert.Equal(before, await RelationsAsync(prefix + "/a"));
        Assert.Single(await fixture.Db.SearchAsync("fox", "linked"));
        Assert.Equal(ChangeOperation.Restored, (await fixture.Db.History.ListAsync(prefix + "/a")).Items[0].Operation);
        Assert.Equal(ErrorCodes.InvalidParameter, await Failure.CodeOfAsync(() => fixture.Db.History.RestoreAsync(prefix + "/a")));
        await Invariants.CheckAsync(fixture, fixture.Db);
    }

    [Fact]
    public async Task Restore_that_another_write_always_comes_before_is_to_be_repeated_and_speaks_of_no_version_unless_one_was_demanded()
    {
        var id = fixture.Unique("raced");
        await fixture.Db.Entities.CreateAsync("doc", Json.Of("{}"), id);
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"n":2}"""));

        // As after every plan: the entity is newer than its history.
        await fixture.Database.RunAsync($"update threedb.entity set version = 3 where id = '{id}'");
        Assert.Equal(ErrorCodes.WriteConflict, await Failure.CodeOfAsync(() => fixture.Db.History.RestoreAsync(id, 1)));
        Assert.Equal(ErrorCodes.VersionMismatch, await Failure.CodeOfAsync(() => fixture.Db.History.RestoreAsync(id, 1, new ChangeOptions { IfVersion = 2 })));
        await fixture.Database.RunAsync($"update threedb.entity set version = 2 where id = '{id}'");
        Assert.Equal(3, (await fixture.Db.History.RestoreAsync(id, 1)).Entity.Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_takes_a_relation_as_the_write_just_before_it_left_it(bool existed)
    {
        var prefix = fixture.Unique("before");
        var (a, b) = (prefix + "/a", prefix + "/b");
        await fixture.Db.WriteAsync([new CreateEntity("doc", Json.Of("{}")) { Id = a }, new CreateEntity("doc", Json.Of("{}")) { Id = b }]);
        if (existed)
        {
            await fixture.Db.Relations.RelateAsync(new Relate(a, "KNOWS", b));
        }

        // Both share a transaction and are acknowledged each for itself.
        var done = await fixture.Db.BulkAsync(new Mutation[] { new Relate(a, "KNOWS", b) { Weight = 5 }, new DeleteEntity(a) }.ToAsyncEnumerable());
        Assert.Equal(0, done.Failed);
        await fixture.Db.History.RestoreAsync(a);
        Assert.Equal(5, Assert.Single((await fixture.Db.Relations.ListAsync(new RelationRequest(a))).Items).Weight);
        await using var sql = await Sql.AdminAsync(fixture.Database);
        long[] versions = existed ? [1, 2, 3, 1] : [1, 2, 1];
        Assert.Equal(versions, await sql.ColumnAsync<long>(
            "select c.version from threedb.change c join threedb.entity e on e.tenant_id = c.tenant_id and e.seq = c.seq where c.kind = 1 and e.id = $1 order by c.xid, c.ordinal", a));
        await Invariants.CheckAsync(fixture, fixture.Db);
    }

    [Fact]
    public async Task Document_of_the_largest_depth_comes_back_from_patches_and_from_a_deletion()
    {
        var (id, target) = (fixture.Unique("deep"), fixture.Unique("deep"));
        var deep = Json.Of($$"""{"a":{{new string('[', 63)}}{{new string(']', 63)}},"b":"{{new string('b', 300)}}"}""");
        await fixture.Db.Entities.CreateAsync("doc", deep, id);
        var now = (await fixture.Db.Entities.MergeAsync(id, new { a = 1 })).Entity;
        AssertSame(deep, (await fixture.Db.History.GetAsync(id, 1)).Data);
        AssertSame(deep, (await fixture.Db.History.AsOfAsync(id, (await fixture.Db.History.ListAsync(id)).Items[^1].At))!.Data);
        AssertSame(deep, (await fixture.Db.History.DiffAsync(id, 2, 1)).Apply(now.Data));
        AssertSame(deep, (await fixture.Db.History.RestoreAsync(id, 1)).Entity.Data);

        await fixture.Db.Relations.RelateAsync(new Relate(id, "KNOWS", target) { Data = deep });
        await fixture.Db.Entities.DeleteAsync(id);
        await fixture.Db.History.RestoreAsync(id);
        AssertSame(deep, Assert.Single((await fixture.Db.Relations.ListAsync(new RelationRequest(id))).Items).Data);
    }

    [Fact]
    public async Task Restored_entity_was_created_when_it_was_and_one_created_again_was_not()
    {
        var id = fixture.Unique("lives");
        var other = await fixture.Engine.ForAsync(fixture.Db.Session.Tenant, "somebody else");
        var first = (await fixture.Db.Entities.CreateAsync("doc", Json.Of("""{"n":1}"""), id)).Entity;
        await other.Entities.ReplaceAsync(id, Json.Of("""{"n":2}"""));
        var back = (await other.History.RestoreAsync(id, 1)).Entity;
        Assert.Equal((first.CreatedAt, first.CreatedBy, "somebody else"), (back.CreatedAt, back.CreatedBy, back.UpdatedBy));
        await other.Entities.DeleteAsync(id);
        var undone = await other.History.RestoreAsync(id);
        Assert.Equal((WriteOutcome.Created, first.CreatedAt, first.CreatedBy), (undone.Outcome, undone.Entity.CreatedAt, undone.Entity.CreatedBy));
        Assert.True(undone.Entity.UpdatedAt > back.UpdatedAt);
        Assert.Equal(undone.Entity with { Data = default }, (await fixture.Db.Entities.GetAsync(id))! with { Data = default });
        await fixture.Db.Entities.DeleteAsync(id);
        var again = (await other.Entities.CreateAsync("doc", Json.Of("""{"n":3}"""), id)).Entity;
        Assert.Equal((true, "somebody else"), (again.CreatedAt > undone.Entity.UpdatedAt, again.CreatedBy));
    }

    [Fact]
    public async Task History_of_another_tenant_is_not_there()
    {
        var id = fixture.Unique("mine");
        await fixture.Db.Entities.CreateAsync("doc", new { }, id);
        foreach (var question in new Func<Task>[]
        {
            () => fixture.Other.History.ListAsync(id), () => fixture.Other.History.GetAsync(id, 1),
            () => fixture.Other.History.AsOfAsync(id, DateTimeOffset.MaxValue), () => fixture.Other.History.RestoreAsync(id, 1),
        })
        {
            Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(question));
        }
    }

    private async Task<List<string>> RelationsAsync(string id) =>
    [
        .. (await fixture.Db.Relations.ListAsync(new RelationRequest(id))).Items
            .Select(one => $"{one.From} {one.Type} {one.To} {one.Key} {one.Weight} {one.Data} {one.ValidFrom:O} {one.ValidTo:O}").Order(StringComparer.Ordinal),
    ];

    private static void AssertSame(JsonElement? wanted, JsonElement? found)
    {
        Assert.Equal(wanted is null, found is null);
        Assert.True(wanted is null || FilterOracle.Same(wanted.Value, found!.Value), $"{found} instead of {wanted}");
    }
}
