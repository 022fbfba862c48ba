namespace ThreeDb.Tests;

/// <summary>A type that nothing has is told, whoever answers.</summary>
public sealed class UnknownTypeTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    [Fact]
    public async Task Reach_tells_types_that_no_entity_has_from_memory_and_by_sql()
    {
        var ids = await fixture.RandomAsync(40, 200, new Random(1));
        await fixture.LoadAsync();
        foreach (var (types, unknown) in new (string[], string[])[] { (["person"], []), (["persn"], ["persn"]), (["person", "persn", "nobody", "persn"], ["persn", "nobody"]), ([], []) })
        {
            var options = new ReachOptions { Types = types, Direction = Direction.Any, Explain = true };
            var fromMemory = await fixture.Db.Graph.ReachAsync(ids[0], options);
            Assert.Equal("memory", fromMemory.Explanation!.Source);
            var bySql = await new ReachQuestion(fixture.Db.Session, options).BySqlAsync(ids[0], default);
            foreach (var notes in (IReadOnlyList<string>[])[fromMemory.Notes ?? [], bySql.Notes ?? []])
            {
                Assert.Equal(unknown.Length, notes.Count);
                Assert.All(unknown.Zip(notes), one => Assert.StartsWith($"No entity has the type {one.First}", one.Second, StringComparison.Ordinal));
            }
        }
    }
}
