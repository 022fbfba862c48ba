namespace ThreeDb.Postgres.Tests;

/// <summary>The queue of writes without a database.</summary>
public sealed class WriteQueueTests
{
    [Fact]
    public async Task Queue_whose_units_were_all_cancelled_ends_when_it_is_closed()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2);
        using var gone = new CancellationTokenSource();
        var unit = new WriteUnit(1, "tester", [new PreparedDerive("a")], null, gone.Token);
        queue.Enqueue([unit]);
        await gone.CancelAsync();
        var taken = queue.TakeAsync(10).AsTask();
        queue.Close();
        Assert.Null(await taken.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unit.Result);
    }
}
