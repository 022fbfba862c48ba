using System.Diagnostics;
using Npgsql;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>The graph in memory has what was written: here at once, elsewhere soon, and never less than was demanded.</summary>
[Collection(nameof(FreshnessTests))]
public sealed class FreshnessTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private static readonly ReachOptions OneStep = new() { Depth = 1, Explain = true };

    [Fact]
    public async Task Write_of_this_process_is_in_its_next_answer()
    {
        var hub = await HubAsync();
        for (var i = 1; i <= 100; i++)
        {
            await fixture.Db.Relations.RelateAsync(new Relate(hub, "KNOWS", $"{hub}/{i}"));
            await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), $"{hub}/{i}");
            await AssertCountAsync(hub, i);
        }

        await fixture.Db.Relations.UnrelateAsync(new Unrelate(hub, "KNOWS", $"{hub}/1"));
        await AssertCountAsync(hub, 99);
        await fixture.Db.Entities.DeleteAsync($"{hub}/2");
        await AssertCountAsync(hub, 98);
        Assert.True((await fixture.LoadAsync()).Equal);
    }

    [Fact]
    public async Task Write_of_this_process_is_in_its_next_answer_while_others_hold_back_the_log()
    {
        var hub = await HubAsync();
        await using var held = new NpgsqlConnection(fixture.Database.ConnectionString);
        await held.OpenAsync();
        await using var begin = new NpgsqlCommand("begin; select pg_current_xact_id()", held);
        await begin.ExecuteNonQueryAsync();
        for (var i = 1; i <= 20; i++)
        {
            await fixture.Db.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = $"{hub}/{i}" }, new Relate(hub, "KNOWS", $"{hub}/{i}")]);
            await AssertCountAsync(hub, i);
        }

        await using var commit = new NpgsqlCommand("commit", held);
        await commit.ExecuteNonQueryAsync();
        Assert.True((await fixture.LoadAsync()).Equal);
    }

    [Fact]
    public async Task Bulk_load_of_this_process_is_in_its_next_answer_whole()
    {
        var hub = await HubAsync();
        await using var held = new NpgsqlConnection(fixture.Database.ConnectionString);
        await held.OpenAsync();
        await using var begin = new NpgsqlCommand("begin; select pg_current_xact_id()", held);
        await begin.ExecuteNonQueryAsync();
        await fixture.Db.BulkAsync(Enumerable.Range(0, 3_000).SelectMany(i => (Mutation[])
            [new CreateEntity("person", Json.Of("{}")) { Id = $"{hub}/{i}" }, new Relate(hub, "KNOWS", $"{hub}/{i}")]).ToAsyncEnumerable());
        Assert.Equal((3_000, "sql"), await CountAsync(hub));
        await using var commit = new NpgsqlCommand("commit", held);
        await commit.ExecuteNonQueryAsync();
        await AssertCountAsync(hub, 3_000);
    }

    [Fact]
    public async Task Write_of_another_process_is_seen_within_100_ms()
    {
        var hub = await HubAsync();
        await using var other = await fixture.OpenAsync();
        var elsewhere = await other.ForAsync("default", "elsewhere");
        var (written, best) = (0, double.MaxValue);

        // On a busy machine everything takes longer: an entity is read in half a millisecond on a quiet one. Of three tries the best one counts.
        for (var attempt = 0; attempt < 3 && best >= 100; attempt++)
        {
            var (delays, reads) = (new List<double>(), new List<double>());
            while (delays.Count < 21)
            {
                var id = $"{hub}/{++written}";
                await elsewhere.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = id }, new Relate(hub, "KNOWS", id)]);
                var clock = Stopwatch.StartNew();
                while ((await CountAsync(hub)).Count < written)
                {
                    Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "The write of another process was not seen.");
                }

                delays.Add(clock.Elapsed.TotalMilliseconds);
                clock.Restart();
                await fixture.Db.Entities.GetAsync(hub);
                reads.Add(clock.Elapsed.TotalMilliseconds);
            }

            var (delay, read) = (Median(delays), Median(reads));
            TestContext.Current.TestOutputHelper?.WriteLine($"p50 {delay:F1} ms; an entity {read:F2} ms");
            best = Math.Min(best, delay / Math.Max(1, read / 0.5));
        }

        Assert.True(best < 100, $"The median is {best:F0} ms, as on a quiet machine.");
    }

    [Fact]
    public async Task Demanded_write_of_another_process_is_in_the_answer()
    {
        var hub = await HubAsync();
        await using var other = await fixture.OpenAsync();
        var elsewhere = await other.ForAsync("default", "elsewhere");
        for (var i = 1; i <= 30; i++)
        {
            var write = await elsewhere.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = $"{hub}/{i}" }, new Relate(hub, "KNOWS", $"{hub}/{i}")]);
            Assert.Equal(i, (await fixture.Db.AtLeast(write.Position).Graph.ReachAsync(hub, OneStep)).Total);
        }
    }

    [Fact]
    public async Task Writes_and_reads_of_many_at_once_end_equal()
    {
        var root = await HubAsync();
        var hub = root + "/of";
        var random = new Random(TestSeed.Take());
        var seeds = Enumerable.Range(0, 8).Select(_ => random.Next()).ToList();
        await Parallel.ForEachAsync(seeds, async (seed, stop) =>
        {
            var own = new Random(seed);
            for (var i = 0; i < 60; i++)
            {
                var (from, to) = ($"{hub}/{own.Next(20)}", $"{hub}/{own.Next(20)}");
                await fixture.Db.WriteAsync(
                [
                    own.Next(3) switch
                    {
                        0 => new Unrelate(from, "KNOWS", to),
                        1 => new CreateEntity("person", Json.Of("{}")) { Id = from, OnConflict = ConflictPolicy.Replace },
                        _ => new Relate(from, "KNOWS", to) { Weight = own.Next(1, 4) },
                    },
                ], cancellationToken: stop);
                if (own.Next(10) == 0)
                {
                    try
                    {
                        await fixture.Db.Entities.DeleteAsync(to, cancellationToken: stop);
                    }
                    catch (ThreeDbException e) when (e.Code == ErrorCodes.EntityNotFound)
                    {
                        // Another one was faster.
                    }
                }

                await fixture.Db.Graph.ReachAsync(root, new ReachOptions { Depth = 3 }, stop);
            }
        });
        var verification = await fixture.LoadAsync();
        Assert.True(verification.Equal, string.Join(", ", verification.Examples));
    }

    private async Task<string> HubAsync()
    {
        var hub = fixture.Unique("hub/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), hub);
        Assert.True((await fixture.LoadAsync()).Equal);
        return hub;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    // Every answer has it, whoever gives it: a busy machine may bring SQL in. That memory has it is asked until it is memory that answers.
    private Task AssertCountAsync(string hub, long count) => Until.ExpectedAsync(
        () => CountAsync(hub),
        seen =>
        {
            Assert.Equal(count, seen.Count);
            return seen.Source == "memory";
        },
        TimeSpan.FromSeconds(60));

    private async Task<(long Count, string Source)> CountAsync(string hub)
    {
        var answer = await fixture.Db.Graph.ReachAsync(hub, OneStep);
        return (answer.Total, answer.Explanation!.Source);
    }
}

/// <summary>Runs alone: it holds a transaction open, and measures.</summary>
[CollectionDefinition(nameof(FreshnessTests), DisableParallelization = true)]
public sealed class FreshnessAlone;
