using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Every planted difference is found, and nothing else, while others write; and rebuilds lose nothing of what happens beside them.</summary>
public sealed class RepairAtScaleTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private static readonly int Entities = FaultScale.Compared;

    [Fact]
    public async Task Planted_differences_are_found_and_repaired_without_a_false_alarm()
    {
        var random = new Random(TestSeed.Take());
        var prefix = fixture.Unique("scale/");
        var ids = Enumerable.Range(0, Entities).Select(i => $"{prefix}/{i}").ToList();
        await fixture.Db.BulkAsync(ids.Select(id => SyncFixture.Put(id, Json.Of("""{"a":1}"""))).ToAsyncEnumerable());
        await fixture.Db.BulkAsync(ids.Zip(ids.Skip(1), (a, b) => (Mutation)new Relate(a, "NEXT", b)).ToAsyncEnumerable());
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);

        // Writers leave the planted rows alone: what they change would repair itself.
        var planted = Plant(place, prefix, random);
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync([.. ids.Where(id => !planted.Contains(id))], random.Next(), stop.Token);
        await fixture.Db.Sync.ReconcileAsync(name);
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        await stop.CancelAsync();
        await writing;
        var report = status.LastReconcile!;
        var part = Entities / 200;
        Assert.Equal((part, 0, part), (report.Missing, report.Orphans, report.Differing));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Row_that_only_looks_otherwise_is_found_though_all_counts_are_right()
    {
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 5).Select(_ => SyncFixture.Put(fixture.Unique("same/"), Json.Of("{}")))]);
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);
        var row = place.Entities.First(entity => entity.Id.StartsWith("same/", StringComparison.Ordinal));
        place.Tamper(row.RowKey, row with { Fields = Rows.FieldsOf("{\"tampered\":1}") }, null);
        await fixture.Db.Sync.ReconcileAsync(name);
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        Assert.Equal((0, 0, 1), (status.LastReconcile!.Missing, status.LastReconcile.Orphans, status.LastReconcile.Differing));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Chunk_whose_answer_was_lost_is_not_called_fresh_again()
    {
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var name = fixture.Unique("p");
        var place = fixture.Memory.Place("default", name);
        place.Faults.LoseNextAnswers(1);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Change_of_a_row_that_a_rebuild_has_passed_goes_to_the_copy_as_well()
    {
        var id = fixture.Unique("passed/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"n":1}"""), id);
        var (name, place) = await fixture.AddAsync(swappable: true);
        await fixture.EqualAsync(name, place);
        var gate = place.Faults.BlockBatches(batch => batch?.IsFresh is true && batch.Entities.Any(row => row.Id == id));
        await fixture.Db.Sync.RebuildAsync(name);
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"n":2}"""));
        gate.Open();
        await fixture.UntilAsync(name, now => now.Unfinished.Count == 0);
        await fixture.EqualAsync(name, place);
        Assert.Equal(2, place.Entities.Single(row => row.Id == id).Version);
    }

    [Fact]
    public async Task Rebuild_in_place_removes_what_the_source_does_not_have()
    {
        var ids = Enumerable.Range(0, 40).Select(_ => fixture.Unique("kept/")).ToList();
        await fixture.Db.WriteAsync([.. ids.Select(id => SyncFixture.Put(id, Json.Of("{}")))]);
        await fixture.Db.Entities.DeleteAsync(ids[20]);
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);
        var neighbour = place.Entities.Single(row => row.Id == ids[19]);
        var ghost = RowKey.Entity(neighbour.Seq + 1);
        Assert.DoesNotContain(place.Entities, row => row.RowKey == ghost);
        place.Tamper(ghost, neighbour with { Seq = ghost.Seq, Id = "ghost" }, null);
        await fixture.Db.Sync.RebuildAsync(name);
        await fixture.UntilAsync(name, now => now.Unfinished.Count == 0);
        Assert.DoesNotContain(place.Entities, row => row.Id == "ghost");
        await fixture.EqualAsync(name, place);
    }

    // As many rows are removed as are changed, together one for every hundred entities; entities and relations in turn.
    private static HashSet<string> Plant(MemoryPlace place, string prefix, Random random)
    {
        var entities = place.Entities.Where(row => row.Id.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        var relations = place.Relations.Where(row => row.From.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        random.Shuffle(entities);
        random.Shuffle(relations);
        var part = Entities / 200;
        var touched = new HashSet<string>();
        for (var i = 0; i < part; i++)
        {
            var (removed, changed) = (i * 2, (i * 2) + 1);
            if (i % 2 == 0)
            {
                place.Tamper(entities[removed].RowKey, null, null);
                place.Tamper(entities[changed].RowKey, entities[changed] with { Fields = Rows.FieldsOf("""{"a":2}""") }, null);
            }
            else
            {
                place.Tamper(relations[removed].RowKey, null, null);
                place.Tamper(relations[changed].RowKey, null, relations[changed] with { Weight = 5 });
            }

            touched.UnionWith([entities[removed].Id, entities[changed].Id, relations[removed].From, relations[changed].From, relations[removed].To, relations[changed].To]);
        }

        return touched;
    }

    private Task WriteAsync(List<string> ids, int seed, CancellationToken stop) => Task.Run(async () =>
    {
        var random = new Random(seed);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var written = 0; !stop.IsCancellationRequested; written += 10)
        {
            await fixture.Db.WriteAsync([.. Enumerable.Range(0, 10).Select(_ => ids[random.Next(ids.Count)]).Distinct().Select(id => SyncFixture.Put(id, Json.Of(new { n = random.Next() })))]);
            var ahead = TimeSpan.FromSeconds(written / 200.0) - clock.Elapsed;
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }, CancellationToken.None);
}
