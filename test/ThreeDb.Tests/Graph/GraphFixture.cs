using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>An engine, and a graph of people and documents in it.</summary>
public sealed class GraphFixture : EngineFixture
{
    /// <summary>Loads the graph, so that the next question is answered from memory.</summary>
    public async Task<GraphVerification> LoadAsync() => await Db.Graph.VerifyAsync();

    /// <summary>Writes a random graph: some entities are stubs, some are deleted, some relations parallel, weighted or bounded in time.</summary>
    public async Task<IReadOnlyList<string>> RandomAsync(int entities, int relations, Random random)
    {
        var prefix = Unique("g") + "/";
        var ids = Enumerable.Range(0, entities).Select(i => prefix + i).ToList();
        await Db.BulkAsync(ids.Select((id, i) => (Mutation)new CreateEntity(i % 3 == 0 ? "doc" : "person", Json.Of(new { title = $"Number {i}", age = i % 50 })) { Id = id }).ToAsyncEnumerable());
        await Db.BulkAsync(Enumerable.Range(0, relations).Select(_ => Relation(ids, random)).ToAsyncEnumerable());
        foreach (var id in ids.Where((_, i) => i % 17 == 5))
        {
            await Db.Entities.DeleteAsync(id);
        }

        return [.. ids.Where((_, i) => i % 17 != 5)];
    }

    private static Mutation Relation(List<string> ids, Random random)
    {
        string[] types = ["KNOWS", "WROTE", "CITES"];
        var to = random.Next(40) == 0 ? ids[0] + "/stub" + random.Next(5) : ids[random.Next(ids.Count)];
        return new Relate(ids[random.Next(ids.Count)], types[random.Next(3)], to)
        {
            Key = random.Next(10) == 0 ? "k" + random.Next(3) : "",
            Weight = random.Next(4) == 0 ? random.Next(1, 9) : 1,
            ValidFrom = random.Next(6) == 0 ? new DateTimeOffset(2020 + random.Next(5), 1, 1, 0, 0, 0, TimeSpan.Zero) : null,
            ValidTo = random.Next(6) == 0 ? new DateTimeOffset(2025 + random.Next(5), 1, 1, 0, 0, 0, TimeSpan.Zero) : null,
        };
    }
}
