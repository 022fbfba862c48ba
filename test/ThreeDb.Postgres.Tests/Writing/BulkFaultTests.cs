namespace ThreeDb.Postgres.Tests;

/// <summary>A bug that one item meets is that item's failure.</summary>
public sealed class BulkFaultTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    // Nobody may hand these over; they stand for what nobody has thought of. The first fails while it is prepared, the second while it is written.
    public static TheoryData<string> Strange { get; } = ["prepared", "written"];

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task Item_that_fails_as_it_should_not_is_reported_with_its_line_and_the_rest_is_written(string when)
    {
        var items = await ItemsAsync(when);
        var done = await fixture.Db.BulkAsync(items.ToAsyncEnumerable());
        Assert.Equal((3001, 3000, 1), (done.Items, done.Created, done.Failed));
        var error = Assert.Single(done.Errors);
        Assert.Equal((1501, ErrorCodes.Internal), (error.Line, error.Error.Code));
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task Item_that_fails_as_it_should_not_undoes_an_atomic_bulk(string when)
    {
        var items = await ItemsAsync(when);
        var done = await fixture.Db.BulkAsync(items.ToAsyncEnumerable(), new BulkOptions { Atomic = true });
        Assert.True(done.RolledBack);
        Assert.Equal(ErrorCodes.Internal, Assert.Single(done.Errors).Error.Code);
        Assert.Null(await fixture.Db.Entities.GetAsync(((CreateEntity)items[0]).Id!));
    }

    private async Task<List<Mutation>> ItemsAsync(string when)
    {
        var prefix = fixture.Unique("strange");
        await fixture.Db.Entities.CreateAsync("thing", new { n = 1 }, prefix);
        var items = Enumerable.Range(0, 3000).Select(i => (Mutation)new CreateEntity("thing", Json.Of(new { i })) { Id = $"{prefix}/{i}" }).ToList();
        items.Insert(1500, when == "prepared" ? null! : new PatchEntity(prefix, null!));
        return items;
    }
}
