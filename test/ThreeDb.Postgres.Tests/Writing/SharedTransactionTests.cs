using System.Collections.Concurrent;

namespace ThreeDb.Postgres.Tests;

/// <summary>Writes that share a transaction fail alone; and none is ever half done.</summary>
public sealed class SharedTransactionTests(TwoEngines fixture, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    [Fact]
    public async Task Bad_write_among_many_fails_alone()
    {
        // The target that the tag would create violates the schema of its type: known only while the batch is planned.
        await fixture.Db.Types.PutAsync("strict", new EntityTypeDefinition { Schema = Json.Of("""{"required": ["never"]}""") });
        await fixture.Db.Types.PutAsync("tagged", new EntityTypeDefinition { Relations = [new() { Field = "tag", Relation = "HAS", To = "strict", Create = true, Id = "strict/{value}" }] });
        var prefix = fixture.Unique("shared");
        await fixture.Db.Entities.CreateAsync("thing", new { n = 0 }, prefix + "/exists");
        var errors = await Task.WhenAll(Enumerable.Range(0, 120).Select(async i => (i, await Failure.CodeOfAsync(() => (i % 10) switch
        {
            3 => fixture.Db.Entities.CreateAsync("thing", new { i }, prefix + "/exists"),
            5 when i % 20 == 5 => fixture.Db.Entities.CreateAsync("tagged", new { tag = "t" + i }, $"{prefix}/{i}"),
            7 => fixture.Db.Entities.ReplaceAsync($"{prefix}/none{i}", new { i }),
            _ => fixture.Db.Entities.CreateAsync("thing", new { i }, $"{prefix}/{i}"),
        }))));
        foreach (var (i, error) in errors)
        {
            var expected = (i % 10) switch { 3 => ErrorCodes.EntityExists, 5 when i % 20 == 5 => ErrorCodes.SchemaViolation, 7 => ErrorCodes.EntityNotFound, _ => null };
            Assert.Equal(expected, error);
            Assert.Equal(expected is null, await fixture.Db.Entities.GetAsync($"{prefix}/{i}") is not null);
        }

        await Invariants.CheckAsync(fixture, fixture.Db);
    }

    [Fact]
    public async Task Transaction_with_one_bad_mutation_leaves_nothing()
    {
        var prefix = fixture.Unique("tx");
        var e = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.WriteAsync([
            new CreateEntity("thing", Json.Of("{}")) { Id = prefix + "/a" }, new Relate(prefix + "/a", "KNOWS", prefix + "/b"), new DeleteEntity(prefix + "/none")]));
        Assert.Equal(ErrorCodes.EntityNotFound, e.Code);
        Assert.StartsWith("/mutations/2", Assert.Single(e.Errors).Pointer, StringComparison.Ordinal);
        Assert.Null(await fixture.Db.Entities.GetAsync(prefix + "/a"));
        Assert.Equal(ErrorCodes.EntityNotFound, await Failure.CodeOfAsync(() => fixture.Db.History.ListAsync(prefix + "/a")));
    }

    [Fact]
    public async Task Atomic_bulk_with_one_bad_item_leaves_nothing()
    {
        var prefix = fixture.Unique("bulk");
        var items = Enumerable.Range(0, 1200).Select(i => (Mutation)new CreateEntity("thing", Json.Of(new { i })) { Id = $"{prefix}/{i}" }).ToList();
        items[1100] = new DeleteEntity(prefix + "/none");
        var done = await fixture.Db.BulkAsync(items.ToAsyncEnumerable(), new BulkOptions { Atomic = true });
        Assert.True(done.RolledBack);
        Assert.Equal(1101, Assert.Single(done.Errors).Line);
        Assert.Empty((await fixture.Db.Entities.ListAsync(new ListRequest { Where = Filter.Field("$id", FilterOperator.Prefix, prefix) })).Items);
        var each = await fixture.Db.BulkAsync(items.ToAsyncEnumerable());
        Assert.Equal((1200, 1199, 1), (each.Items, each.Created, each.Failed));
    }

    [Fact]
    public async Task Write_that_is_cancelled_is_done_wholly_or_not_at_all()
    {
        var random = new Random(Seed.Take(output));
        var prefix = fixture.Unique("cancel");
        var sources = Enumerable.Range(0, 200).Select(_ => new CancellationTokenSource()).ToList();
        var writes = sources.Select((source, i) => PairAsync(fixture.Pick(i), $"{prefix}/{i}", source.Token)).ToList();
        foreach (var source in sources.Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()))
        {
            await source.CancelAsync();
        }

        var outcomes = await Task.WhenAll(writes);
        Assert.Contains(true, outcomes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            // Nothing of it is on its way any more once a later write of the same ids is through.
            await fixture.Pick(i).Entities.CreateAsync("thing", new { after = true }, $"{prefix}/{i}/a", new CreateOptions { OnConflict = ConflictPolicy.Merge });
            var there = await fixture.Db.Entities.GetManyAsync([$"{prefix}/{i}/b"]);
            var first = await fixture.Db.History.GetAsync($"{prefix}/{i}/a", 1);
            Assert.Equal(there.Count == 1, first.Data!.Value.TryGetProperty("first", out _));
            Assert.True(there.Count == 1 || !outcomes[i], "An acknowledged write is lost.");
        }

        sources.ForEach(source => source.Dispose());
    }

    [Fact]
    public async Task Backend_that_is_killed_under_load_leaves_every_write_whole_and_every_failure_clear()
    {
        var prefix = fixture.Unique("kill");
        var acknowledged = new ConcurrentBag<string>();
        var failed = 0;
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(async task =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"{prefix}/{task}-{i}";
                try
                {
                    await WritePairAsync(fixture.Pick(task), id, default);
                    acknowledged.Add(id);
                }
                catch (ThreeDbException e)
                {
                    Assert.True(e.IsTransient, $"{e.Code}: {e.Message}");
                    Interlocked.Increment(ref failed);
                }
            }
        }).ToList();
        await using var sql = await Sql.AdminAsync(fixture.Database);
        for (var kills = 0; kills < 8;)
        {
            var before = acknowledged.Count;
            kills += (int)await sql.ScalarAsync<long>("select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where datname = current_database() and application_name = '3db' and state = 'active' limit 1) x");
            while (acknowledged.Count < before + 10 && !load.Any(task => task.IsCompleted))
            {
                await Task.Yield();
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.True(failed < acknowledged.Count, "Hardly any write went through.");
        output.WriteLine($"{acknowledged.Count} acknowledged, {failed} failed");
        var ends = await sql.ColumnAsync<string>($"select id from threedb.entity where id like '{prefix}/%' and state = 1");
        var pairs = ends.GroupBy(id => id[..^2]).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(pairs, pair => Assert.Equal(2, pair.Value));
        Assert.Empty(acknowledged.Except(pairs.Keys));
        Assert.Equal((long)pairs.Count, await sql.ScalarAsync<long>($"select count(*) from threedb.relation r join threedb.entity e on e.tenant_id = r.tenant_id and e.seq = r.src where e.id like '{prefix}/%'"));
        Assert.Equal(3L * pairs.Count, await sql.ScalarAsync<long>($"select count(*) from threedb.change c join threedb.entity e on e.tenant_id = c.tenant_id and e.seq = c.seq where e.id like '{prefix}/%'"));
        Assert.Equal(2L * pairs.Count, await sql.ScalarAsync<long>($"select count(*) from threedb.entity_text t join threedb.entity e on e.tenant_id = t.tenant_id and e.seq = t.seq where e.id like '{prefix}/%'"));
    }

    private static async Task<bool> PairAsync(TenantDb db, string id, CancellationToken cancellationToken)
    {
        try
        {
            await WritePairAsync(db, id, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Task<TransactionResult> WritePairAsync(TenantDb db, string id, CancellationToken cancellationToken) => db.WriteAsync(
    [
        new CreateEntity("thing", Json.Of(new { first = "fox" })) { Id = id + "/a" },
        new Relate(id + "/a", "PAIR", id + "/b"),
        new CreateEntity("thing", Json.Of(new { second = "fox" })) { Id = id + "/b" },
    ], cancellationToken: cancellationToken);
}
