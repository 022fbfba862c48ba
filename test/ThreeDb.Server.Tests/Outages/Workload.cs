using System.Collections.Concurrent;
using ThreeDb.Client;

namespace ThreeDb.Server.Tests;

/// <summary>Clients that write without pause and note what was acknowledged: single entities, transactions of three, and bulk loads.</summary>
internal sealed class Workload
{
    private const int Clients = 12;

    private volatile Mark? _mark;

    /// <summary>The acknowledged versions.</summary>
    public ConcurrentDictionary<string, long> Acknowledged { get; } = new();

    /// <summary>Transactions that were sent, acknowledged or not.</summary>
    public ConcurrentBag<string[]> Transactions { get; } = [];

    /// <summary>What failed, by code.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new();

    /// <summary>Runs until told to stop.</summary>
    public Task RunAsync(Uri server, string run, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => WriteAsync(server, $"{run}-{client}", client % 3, stop))));

    /// <summary>Waits until so many writes were acknowledged.</summary>
    public async Task ReachAsync(int count)
    {
        var mark = new Mark(count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _mark = mark;
        Tell();
        await mark.Reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Every acknowledged write is there, and of each transaction all or nothing.</summary>
    public async Task CheckAsync(IThreeDb db)
    {
        foreach (var ids in Acknowledged.Keys.Chunk(500))
        {
            var found = (await db.Entities.GetManyAsync(ids)).ToDictionary(entity => entity.Id);
            foreach (var id in ids)
            {
                Assert.True(found.TryGetValue(id, out var entity), $"{id} was acknowledged and is lost.");
                Assert.True(entity.Version >= Acknowledged[id] && entity.Data.GetProperty("n").GetInt64() == entity.Version, $"{id} is {entity}.");
            }
        }

        foreach (var ids in Transactions)
        {
            var found = await db.Entities.GetManyAsync(ids);
            Assert.True(found.Count == 0 || found.Count == ids.Length, $"Of a transaction of {ids.Length}, {found.Count} were written.");
        }

        foreach (var id in Acknowledged.Keys.Where((_, i) => i % 50 == 0))
        {
            var history = await db.History.ListAsync(id, 1000);
            var version = (await db.Entities.GetAsync(id))!.Version;
            Assert.Equal(Enumerable.Range(1, (int)version).Select(i => (long)i).Reverse(), history.Items.Select(item => item.Version));
        }
    }

    private async Task WriteAsync(Uri server, string name, int kind, CancellationToken stop)
    {
        using var db = new ThreeDbClient(server);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                await (kind switch { 0 => SingleAsync(db, $"{name}-{i}"), 1 => TransactionAsync(db, $"{name}-{i}"), _ => BulkAsync(db, $"{name}-{i}") });
            }
            catch (ThreeDbException e)
            {
                Failures.AddOrUpdate(e.Code.Code, 1, (_, count) => count + 1);
            }
        }
    }

    private async Task SingleAsync(ThreeDbClient db, string id)
    {
        Acknowledge(id, (await db.Entities.CreateAsync("single", Json.Of("""{"n":1}"""), id)).Entity.Version);
        Acknowledge(id, (await db.Entities.MergeAsync(id, Json.Of("""{"n":2}"""))).Entity.Version);
    }

    private async Task TransactionAsync(ThreeDbClient db, string id)
    {
        string[] ids = [id + "a", id + "b", id + "c"];
        Transactions.Add(ids);
        await db.WriteAsync([.. ids.Select(one => new CreateEntity("part", Json.Of("""{"n":1}""")) { Id = one }), new Relate(ids[0], "WITH", ids[2])]);
        foreach (var one in ids)
        {
            Acknowledge(one, 1);
        }
    }

    private async Task BulkAsync(ThreeDbClient db, string id)
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"{id}-{i}")];
        var summary = await db.BulkAsync(ids.Select(one => (Mutation)new CreateEntity("bulk", Json.Of("""{"n":1}""")) { Id = one }).ToAsyncEnumerable());
        if (summary.Failed == 0)
        {
            foreach (var one in ids)
            {
                Acknowledge(one, 1);
            }
        }
    }

    private void Acknowledge(string id, long version)
    {
        Acknowledged[id] = version;
        Tell();
    }

    private void Tell()
    {
        if (_mark is { } mark && Acknowledged.Count >= mark.Count)
        {
            mark.Reached.TrySetResult();
        }
    }

    private sealed record Mark(int Count, TaskCompletionSource Reached);
}
