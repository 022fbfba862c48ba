using ThreeDb.Changes;

namespace ThreeDb.Postgres.Tests;

/// <summary>Source rows are those of one moment, whole and in pages.</summary>
public sealed class SourceRowTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    private readonly int _tenant = fixture.Db.Session.TenantId;

    [Fact]
    public async Task Every_state_of_a_row_is_told()
    {
        var id = fixture.Unique("state");
        await fixture.Db.WriteAsync(
        [
            new CreateEntity("thing", Json.Of("""{"n": 1}""")) { Id = id, Project = "p" }, new CreateEntity("thing", Json.Of("{}")) { Id = id + "/gone" },
            new Relate(id, "KNOWS", id + "/stub") { Weight = 2, Data = Json.Of("""{"since": 1999}""") }, new Relate(id, "HAD", id + "/gone"),
        ]);
        await fixture.Db.Entities.DeleteAsync(id + "/gone");
        var (live, stub, gone) = (await SeqAsync(id), await SeqAsync(id + "/stub"), await SeqAsync(id + "/gone"));
        RowKey[] keys = [RowKey.Entity(live), RowKey.Entity(stub), RowKey.Entity(gone), RowKey.Entity(4000000001), new(live, stub, "KNOWS", ""), new(live, gone, "HAD", "")];
        var source = await SourceAsync();
        var rows = await source.CurrentAsync(keys, new SourceNeeds(Degrees: true), default);

        var entities = rows.Entities.ToDictionary(entity => entity.Seq);
        Assert.Equal((true, id, "thing", "p", 1L, (0L, 1L)), (entities[live].IsLive, entities[live].Id, entities[live].Type, entities[live].Project, entities[live].Version, entities[live].Degrees));
        Assert.Equal(1, entities[live].Data!.Value.GetProperty("n").GetInt32());
        Assert.NotNull(entities[live].UpdatedAt);
        Assert.Equal((false, id + "/stub", null, 0L, (1L, 0L)), (entities[stub].IsLive, entities[stub].Id, entities[stub].Type, entities[stub].Version, entities[stub].Degrees));
        Assert.Equal((false, id + "/gone", null, 2L, null), (entities[gone].IsLive, entities[gone].Id, entities[gone].Type, entities[gone].Version, entities[gone].Data));
        Assert.Equal((false, ""), (entities[4000000001].IsLive, entities[4000000001].Id));

        var relations = rows.Relations.ToDictionary(relation => relation.RowKey.Type!);
        Assert.Equal((true, new SourceEnd(live, id, "thing"), new SourceEnd(stub, id + "/stub", null), 2d), (relations["KNOWS"].IsLive, relations["KNOWS"].From, relations["KNOWS"].To, relations["KNOWS"].Weight));
        Assert.Equal(1999, relations["KNOWS"].Data!.Value.GetProperty("since").GetInt32());
        Assert.False(relations["HAD"].IsLive);

        var lean = await source.CurrentAsync(keys, new SourceNeeds(Relations: false, Data: false), default);
        Assert.Empty(lean.Relations);
        Assert.All(lean.Entities, entity => Assert.Equal((null, null), (entity.Data, entity.Degrees)));
        Assert.Empty((await source.CurrentAsync(keys, new SourceNeeds(Entities: false), default)).Entities);
    }

    [Fact]
    public async Task Entity_and_relation_that_change_together_are_read_together()
    {
        var id = fixture.Unique("together");
        await WriteAsync(0);
        var seq = await SeqAsync(id);
        RowKey[] keys = [RowKey.Entity(seq), new(seq, seq, "SELF", "")];
        var source = await SourceAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                await WriteAsync(i);
            }
        });
        for (var i = 0; i < 300; i++)
        {
            var rows = await source.CurrentAsync(keys, new SourceNeeds(), default);
            Assert.Equal(rows.Relations[0].Weight, rows.Entities[0].Data!.Value.GetProperty("n").GetInt32());
        }

        await stop.CancelAsync();
        await writing;

        Task WriteAsync(int n) => fixture.Db.WriteAsync(
            [new CreateEntity("thing", Json.Of(new { n })) { Id = id, OnConflict = ConflictPolicy.Replace }, new Relate(id, "SELF", id) { Weight = n }]);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(true, 10)]
    [InlineData(true, 100)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(false, 5)]
    [InlineData(false, 100)]
    public async Task Pages_of_keys_give_every_relation_of_an_end_once(bool leadTo, int limit)
    {
        var id = fixture.Unique("end");
        string[] ends = [.. Enumerable.Range(0, 3).Select(i => $"{id}/end/{i}")];
        string[] others = [.. Enumerable.Range(0, 5).Select(i => $"{id}/{i}")];
        foreach (var end in ends)
        {
            await fixture.Db.WriteAsync([.. others.SelectMany(other => new[] { "", "again" }, (other, key) => new Relate(other, "KNOWS", end) { Key = key }), .. others.Select(other => new Relate(end, "HAS", other))]);
        }

        // One of its relations leads to itself, and one end has none.
        await fixture.Db.WriteAsync([new Relate(ends[0], "LIKES", ends[0]), new Relate(others[0], "HAS", others[1]), new CreateEntity("thing", Json.Of("{}")) { Id = $"{id}/alone" }]);
        var source = await SourceAsync();
        List<long> seqs = [await SeqAsync($"{id}/alone")];
        foreach (var end in ends)
        {
            seqs.Add(await SeqAsync(end));
        }

        var all = new List<RowKey>();
        RowKey? last = null;
        for (var count = limit; count == limit;)
        {
            var page = await source.RelationKeysAsync(seqs, leadTo, last, limit, default);
            all.AddRange(page);
            (last, count) = (page.Count == 0 ? last : page[^1], page.Count);
        }

        Assert.All(all, key => Assert.Contains(leadTo ? key.Target : key.Seq, seqs));
        Assert.Equal(leadTo ? 31 : 16, all.Count);
        Assert.Equal(all.Distinct(), all);
    }

    [Fact]
    public async Task Pages_of_ranges_give_every_row_once_and_all_relations_of_a_source_together()
    {
        var prefix = fixture.Unique("pages");
        for (var i = 0; i < 30; i++)
        {
            await fixture.Db.WriteAsync([new CreateEntity("thing", Json.Of("{}")) { Id = $"{prefix}/{i}" }, .. Enumerable.Range(0, i % 7).Select(to => new Relate($"{prefix}/{i}", "TO", $"{prefix}/{to}"))]);
        }

        var source = await SourceAsync();
        var end = await source.EndAsync(default);
        await using var sql = await Sql.AdminAsync(fixture.Database);
        Assert.True(await sql.ScalarAsync<long>("select max(seq) from threedb.entity where tenant_id = $1", _tenant) < end);

        var entities = new List<long>();
        for (var from = 1L; from < end;)
        {
            var page = await source.EntitiesAsync(from, end, 7, new SourceNeeds(), default);
            entities.AddRange(page.Select(entity => entity.Seq));
            from = page.Count < 7 ? end : page[^1].Seq + 1;
        }

        Assert.Equal(await sql.ColumnAsync<long>("select seq from threedb.entity where tenant_id = $1 and state = 1 order by seq", _tenant), entities);

        var relations = new List<(long, long)>();
        var sources = new List<long>();
        for (var from = 1L; from < end;)
        {
            var (page, next) = await source.RelationsAsync(from, end, 5, new SourceNeeds(), default);
            Assert.True(next > from && page.All(relation => relation.RowKey.Seq >= from && relation.RowKey.Seq < next));
            relations.AddRange(page.Select(relation => (relation.RowKey.Seq, relation.RowKey.Target)));
            sources.AddRange(page.Select(relation => relation.RowKey.Seq).Distinct());
            from = next;
        }

        Assert.Equal(sources.Count, sources.Distinct().Count());
        Assert.Equal((await sql.RowsAsync("select src, dst from threedb.relation where tenant_id = $1", _tenant)).Select(row => ((long)row[0]!, (long)row[1]!)).Order(), relations.Order());
        Assert.Equal((0, 9L), ((await source.RelationsAsync(9, 9, 5, new SourceNeeds(), default)).Relations.Count, (await source.RelationsAsync(9, 9, 5, new SourceNeeds(), default)).Next));
    }

    private Task<IChangeSource> SourceAsync() => fixture.Engine.Store.Sync.SourceAsync(_tenant, default);

    private Task<long> SeqAsync(string id) => fixture.Database.ScalarAsync<long>($"select seq from threedb.entity where tenant_id = {_tenant} and id = '{id}'");
}
