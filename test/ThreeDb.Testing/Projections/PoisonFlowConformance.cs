using System.Diagnostics;

namespace ThreeDb.Testing;

/// <summary>Values that an engine chokes on, written while others write: only their keys wait, and only until they are harmless.</summary>
public abstract class PoisonFlowConformance : LiveConformance
{
    private const int Writers = 2;
    private const int WarmUp = 30;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenOthers = TimeSpan.FromMilliseconds(40);

    /// <summary>After how long the slowest of other writes is to be applied when all poison comes at once, on a machine that does nothing else.</summary>
    protected virtual TimeSpan LargestLag => Promised;

    /// <summary>One poisonous value after the other, and meanwhile others write at a steady rate, whatever becomes of what they wrote before.</summary>
    [Fact]
    public async Task Writes_beside_a_stream_of_poison_are_soon_applied()
    {
        await WarmUpAsync();
        using var stop = new CancellationTokenSource();
        var others = Task.Run(() => SteadyLagsAsync(stop.Token));
        var poisonous = await PoisonAsync(FaultScale.BetweenPoison);
        await AppliedAsync("after all poison");
        await stop.CancelAsync();
        var lags = await others;

        var letters = await Db.Sync.DeadLettersAsync(Name, limit: 1_000);
        var worst = Tell(poisonous, letters, lags);
        Assert.All(letters, letter => Assert.Contains(letter.Entity, poisonous));
        Assert.True(worst <= FaultScale.Within(Promised), $"The slowest hundredth of {lags.Count} other writes was applied after {worst}.");
    }

    /// <summary>All poison at once.</summary>
    [Fact]
    public async Task Poisonous_values_park_alone_and_hold_up_nobody()
    {
        await WarmUpAsync();
        using var stop = new CancellationTokenSource();
        var others = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => LagsAsync(writer, stop.Token))).ToList();
        var poisonous = await PoisonAsync(TimeSpan.Zero);
        await AppliedAsync("after all poison");
        await stop.CancelAsync();
        var lags = (await Task.WhenAll(others)).SelectMany(all => all).Order().ToList();

        var letters = await Db.Sync.DeadLettersAsync(Name, limit: 1_000);
        var worst = Tell(poisonous, letters, lags);
        Assert.All(letters, letter => Assert.Contains(letter.Entity, poisonous));
        Assert.True(worst <= FaultScale.Within(LargestLag), $"The slowest hundredth of {lags.Count} other writes was applied after {worst}.");

        foreach (var id in poisonous)
        {
            await Db.Entities.ReplaceAsync(id, Json.Of("""{"harmless":true}"""));
            await Db.Relations.RelateAsync(new Relate(id, "POISONS", "harmless") { Key = "poison", Data = Json.Of("""{"harmless":true}""") });
        }

        await Db.Sync.RetryAsync(Name);
        await AppliedAsync("after all is harmless");
        await UntilNothingIsParkedAsync();
        await Comparison().EqualAsync(Minute);
    }

    private async Task WarmUpAsync()
    {
        await AppliedAsync("harmless");
        for (var i = 0; i < WarmUp; i++)
        {
            // An engine on a virtual machine of Java takes seconds for its first statements, and for the first with a relation.
            await AppliedAsync($"warm/{i}");
            await Db.Relations.RelateAsync(new Relate($"warm/{i}", "POISONS", "harmless"));
        }

        await Comparison().EqualAsync(Minute);
    }

    // The slowest hundredth; of fewer than a hundred, the slowest.
    private static TimeSpan Tell(HashSet<string> poisonous, IReadOnlyList<DeadLetter> letters, List<TimeSpan> lags)
    {
        var worst = lags[lags.Count * 99 / 100];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{poisonous.Count} poisonous, {letters.Count} parked; {lags.Count} others, half within {lags[lags.Count / 2].TotalMilliseconds:F0} ms, 99 in 100 within {worst.TotalMilliseconds:F0} ms, all within {lags[^1].TotalMilliseconds:F0} ms");
        return worst;
    }

    // Each with a poisonous relation to a harmless entity.
    private async Task<HashSet<string>> PoisonAsync(TimeSpan pause)
    {
        var ids = new HashSet<string>();
        foreach (var (poison, i) in PoisonousValue.All.Select((poison, i) => (poison, i)))
        {
            ids.Add($"poison/{i}");
            var data = Json.Of(poison.Json);
            await Db.WriteAsync([new CreateEntity("person", data) { Id = $"poison/{i}" }, new Relate($"poison/{i}", "POISONS", "harmless") { Key = "poison", Data = data }]);
            await Task.Delay(pause);
        }

        foreach (var (_, id) in PoisonousValue.Ids)
        {
            ids.Add(id);
            await Db.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = id }]);
            await Task.Delay(pause);
        }

        return ids;
    }

    private async Task<List<TimeSpan>> LagsAsync(int writer, CancellationToken stop)
    {
        var lags = new List<TimeSpan>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            lags.Add(await AppliedAsync($"other/{writer}/{i}"));
        }

        return lags;
    }

    // A projection answers four queries at once; who waits for their turn here is counted as not applied yet.
    private async Task<List<TimeSpan>> SteadyLagsAsync(CancellationToken stop)
    {
        using var turns = new SemaphoreSlim(3);
        var lags = new List<Task<TimeSpan>>();
        var began = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var due = (lags.Count * BetweenOthers) - Stopwatch.GetElapsedTime(began);
            await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, CancellationToken.None);
            lags.Add(AppliedAsync($"steady/{lags.Count}", turns));
        }

        return [.. (await Task.WhenAll(lags)).Order()];
    }

    // From the commit until the engine is known to have it.
    private async Task<TimeSpan> AppliedAsync(string id, SemaphoreSlim? turns = null)
    {
        var written = await Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        var committed = Stopwatch.GetTimestamp();
        await (turns?.WaitAsync() ?? Task.CompletedTask);
        await Db.Sync.QueryAsync(Name, new RoutedQuery { Cypher = "RETURN 1 AS one", AtLeast = written.Position, WaitSeconds = Minute.TotalSeconds, TimeoutSeconds = 30 });
        turns?.Release();
        return Stopwatch.GetElapsedTime(committed);
    }

    private Task UntilNothingIsParkedAsync() => Until.ExpectedAsync(() => Db.Sync.GetAsync(Name), status => status.Parked == 0, Minute);
}
