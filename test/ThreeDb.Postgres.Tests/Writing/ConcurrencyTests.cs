using System.Collections.Concurrent;
using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Many writers on two engines, as in two processes, work on the same ids.</summary>
public sealed class ConcurrencyTests(TwoEngines fixture, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    [Fact]
    public async Task Counter_that_many_raise_by_version_counts_every_raise()
    {
        const int Tasks = 12, Raises = 15;
        string[] ids = [fixture.Unique("counter"), fixture.Unique("counter")];
        foreach (var id in ids)
        {
            await fixture.Db.Entities.CreateAsync("counter", new { n = 0 }, id);
        }

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(async task =>
        {
            for (var raises = 0; raises < Raises;)
            {
                var db = fixture.Pick(task);
                var now = (await db.Entities.GetAsync(ids[task % 2]))!;
                var error = await Failure.CodeOfAsync(() => db.Entities.ReplaceAsync(
                    now.Id, new { n = now.Data.GetProperty("n").GetInt32() + 1 }, new ChangeOptions { IfVersion = now.Version }));
                Assert.True(error is null || error == ErrorCodes.VersionMismatch || error == ErrorCodes.WriteConflict, error?.Code);
                raises += error is null ? 1 : 0;
            }
        }));

        foreach (var id in ids)
        {
            var end = (await fixture.Db.Entities.GetAsync(id))!;
            Assert.Equal((Tasks / 2 * Raises, (Tasks / 2 * Raises) + 1), (end.Data.GetProperty("n").GetInt32(), end.Version));
        }
    }

    [Fact]
    public async Task Restore_that_demands_no_version_is_not_refused_for_the_writes_beside_it()
    {
        var id = fixture.Unique("restored");
        await fixture.Db.Entities.CreateAsync("thing", new { n = -1 }, id);
        await fixture.Db.Entities.ReplaceAsync(id, new { n = -2 });
        var errors = await Task.WhenAll(Enumerable.Range(0, 40).Select(task => Failure.CodeOfAsync(
            () => task % 2 == 0 ? fixture.Db.Entities.MergeAsync(id, new { n = task }) : fixture.Db.History.RestoreAsync(id, 1 + (task / 2 % 2)))));
        Assert.DoesNotContain(errors, error => error is not null);
    }

    [Fact]
    public async Task Version_that_many_want_has_exactly_one_winner()
    {
        var id = fixture.Unique("won");
        await fixture.Db.Entities.CreateAsync("thing", new { by = "nobody" }, id);
        for (var version = 1; version <= 15; version++)
        {
            var wanted = version;
            var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(async task =>
            {
                ErrorCode? error;
                do
                {
                    error = await Failure.CodeOfAsync(() => fixture.Pick(task).Entities.ReplaceAsync(id, new { by = $"{task} of {wanted}" }, new ChangeOptions { IfVersion = wanted }));
                }
                while (error == ErrorCodes.WriteConflict);
                return (Task: task, Error: error);
            }));
            var winner = Assert.Single(results, result => result.Error is null);
            Assert.All(results.Where(result => result.Error is not null), result => Assert.Equal(ErrorCodes.VersionMismatch, result.Error));
            var now = (await fixture.Db.Entities.GetAsync(id))!;
            Assert.Equal(($"{winner.Task} of {wanted}", wanted + 1), (now.Data.GetProperty("by").GetString(), now.Version));
        }
    }

    [Fact]
    public async Task Id_that_many_create_is_created_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = fixture.Unique("once");
            var errors = await Task.WhenAll(Enumerable.Range(0, 10).Select(task => Failure.CodeOfAsync(() => fixture.Pick(task).Entities.CreateAsync("thing", new { task }, id))));
            Assert.Single(errors, error => error is null);
            Assert.All(errors.Where(error => error is not null), error => Assert.Equal(ErrorCodes.EntityExists, error));
        }
    }

    [Fact]
    public async Task Versions_of_ids_under_every_kind_of_write_have_no_gap_and_no_double()
    {
        var seed = Seed.Take(output);
        var prefix = fixture.Unique("mix");
        var acknowledged = new ConcurrentBag<(string Id, long Version)>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async task =>
        {
            var random = new Random(seed + task);
            for (var i = 0; i < 40; i++)
            {
                var mutations = new ChaosScript(random, prefix).Transaction();
                if (random.Next(8) == 0)
                {
                    // Bulk tells no versions, so it writes ids of its own here, and relations to the shared ones.
                    var mine = $"{prefix}/bulk{task}";
                    await fixture.Pick(i).BulkAsync(new Mutation[]
                    {
                        new CreateEntity("thing", Json.Of(new { i })) { Id = mine, OnConflict = ConflictPolicy.Replace },
                        new Relate(mine, "KNOWS", prefix + "/0"), new Relate(prefix + "/1", "KNOWS", mine) { Weight = i },
                    }.ToAsyncEnumerable(), new BulkOptions { Atomic = random.Next(2) == 0 });
                    continue;
                }

                try
                {
                    var done = await fixture.Pick(random.Next(2)).WriteAsync(mutations);
                    foreach (var (mutation, result) in mutations.Zip(done.Results))
                    {
                        if (mutation is not (Relate or Unrelate) && result.Outcome != WriteOutcome.Unchanged)
                        {
                            acknowledged.Add((result.Id, result.Version));
                        }
                    }
                }
                catch (ThreeDbException e)
                {
                    Assert.Contains(e.Code, new[] { ErrorCodes.EntityExists, ErrorCodes.EntityNotFound, ErrorCodes.VersionMismatch, ErrorCodes.WriteConflict, ErrorCodes.PatchFailed });
                }
            }
        }));

        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        foreach (var group in acknowledged.GroupBy(write => write.Id))
        {
            var history = (await fixture.Db.History.ListAsync(group.Key, 1000)).Items;
            Assert.Equal(group.Select(write => write.Version).Order(), history.Select(entry => entry.Version).Order());
            Assert.Equal(Enumerable.Range(1, history.Count).Select(v => (long)v), history.Select(entry => entry.Version).Order());
        }

        await Invariants.CheckAsync(fixture, fixture.Db);
    }
}

/// <summary>Random mutations of a few ids, for many writers at once.</summary>
internal sealed class ChaosScript(Random random, string prefix)
{
    public IReadOnlyList<Mutation> Transaction() => [.. Enumerable.Range(0, random.Next(3) == 0 ? 3 : 1).Select(_ => One())];

    private string Id() => $"{prefix}/{random.Next(6)}";

    private Mutation One() => random.Next(9) switch
    {
        0 or 1 => new CreateEntity("thing", Data()) { Id = Id(), OnConflict = (ConflictPolicy)random.Next(3) },
        2 => new ReplaceEntity(Id(), Data()) { IfVersion = random.Next(2) == 0 ? random.Next(1, 30) : null },
        3 or 4 => new MergeEntity(Id(), Json.Of(new { m = random.Next(1000) })),
        5 => new PatchEntity(Id(), JsonPatch.Parse(Json.Of($$"""[{"op":"add","path":"/p","value":{{random.Next(1000)}}}]"""))),
        6 => new DeleteEntity(Id()),
        7 => new Relate(Id(), "KNOWS", random.Next(4) == 0 ? $"{prefix}/stub{random.Next(5)}" : Id()) { Weight = random.Next(3) },
        _ => new Unrelate(Id(), "KNOWS", Id()),
    };

    private JsonElement Data() => Json.Of(new { title = "foxes " + random.Next(3), n = random.Next(1000) });
}

/// <summary>A second engine on the same database.</summary>
public sealed class TwoEngines : EngineFixture
{
    public ThreeDbEngine Second { get; private set; } = null!;

    protected override bool RunsProjections => false;

    private TenantDb _two = null!;

    /// <summary>The tenant <c>default</c>, on one engine or the other.</summary>
    public TenantDb Pick(int i) => i % 2 == 0 ? Db : _two;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Second = await OpenAsync();
        _two = await Second.ForAsync("default", "tester2");
    }

    public override async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await base.DisposeAsync();
    }
}
