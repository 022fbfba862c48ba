namespace ThreeDb.Sync.Tests;

/// <summary>The way to ask an engine is kept for as long as the projection is the same.</summary>
public sealed class QueryGateTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Way_to_a_projection_is_kept_until_it_is_gone()
    {
        var (name, _) = await fixture.AddAsync();
        await using var gates = Gates();
        var gate = await gates.OpenAsync("default", await RecordAsync(name));
        Assert.Same(gate, await gates.OpenAsync("default", await RecordAsync(name)));
        await gates.ForgetAsync("default", name);
        Assert.NotSame(gate, await gates.OpenAsync("default", await RecordAsync(name)));
    }

    [Fact]
    public async Task Projection_that_is_declared_again_under_its_name_is_asked_in_its_own_way()
    {
        var (name, _) = await fixture.AddAsync();
        await using var gates = Gates();
        var gate = await gates.OpenAsync("default", await RecordAsync(name));
        await fixture.Db.Sync.DeleteAsync(name);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        Assert.NotSame(gate, await gates.OpenAsync("default", await RecordAsync(name)));
    }

    private QueryGates Gates() => new(fixture.Factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal), TimeProvider.System);

    private async Task<ProjectionRecord> RecordAsync(string name) =>
        (await fixture.Engine.Store.Sync.ListAsync(fixture.Db.Session.TenantId, default)).Single(record => record.Name == name);
}
