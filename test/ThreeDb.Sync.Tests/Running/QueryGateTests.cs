using System.Collections.Concurrent;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>The way to ask an engine is kept for as long as the projection is the same.</summary>
public sealed class QueryGateTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private static readonly EngineQuery Ids = new("ids", new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(10), 10);

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

    [Fact]
    public async Task Query_that_runs_while_its_way_is_closed_gets_its_answer()
    {
        var (name, place) = await fixture.AddAsync();
        await using var gates = Gates();
        var gate = await gates.OpenAsync("default", await RecordAsync(name));
        var held = place.Faults.Block();
        var asked = gate.AskAsync(Ids, TimeProvider.System, default);
        await gates.ForgetAsync("default", name);
        Assert.False(asked.IsCompleted);
        place.Faults.Unblock();
        held.Open();
        Assert.Equal(["id"], (await asked).Columns);
    }

    [Fact]
    public async Task Query_that_comes_to_a_closed_way_is_to_come_again()
    {
        var (name, _) = await fixture.AddAsync();
        await using var gates = Gates();
        var gate = await gates.OpenAsync("default", await RecordAsync(name));
        await gates.ForgetAsync("default", name);
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => gate.AskAsync(Ids, TimeProvider.System, default));
        Assert.Equal(ErrorCodes.ProjectionUnreachable, refusal.Code);
        Assert.NotNull(refusal.RetryAfter);
        gate = await gates.OpenAsync("default", await RecordAsync(name));
        Assert.Equal(["id"], (await gate.AskAsync(Ids, TimeProvider.System, default)).Columns);
    }

    [Fact]
    public async Task Way_that_is_closed_while_a_query_waits_for_a_position_is_opened_again()
    {
        var (name, _) = await fixture.AddAsync();
        await using var gates = Gates();
        var closing = Task.CompletedTask;

        // Asked whenever the query looks how far the projection is.
        Reached? Close(int _, string projection)
        {
            closing = gates.ForgetAsync("default", projection);
            return null;
        }

        var services = new TenantSync.Services(fixture.Engine.Store.Sync, Factories(), gates, TimeProvider.System, (_, _) => { }, (_, _) => { }, Close, () => null);
        var sync = new TenantSync(services, fixture.Db.Session.TenantId, "default");
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var answer = await sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", AtLeast = write.Position, WaitSeconds = SyncFixture.Patience.TotalSeconds });
        Assert.Equal(["id"], answer.Columns);
        await closing;
    }

    [Fact]
    public async Task Way_under_settings_that_another_process_has_changed_is_closed_though_nobody_asks_again()
    {
        var (name, _) = await fixture.AddAsync();
        var watched = new WatchedFactory(fixture.Memory);
        await using var other = await fixture.OpenAsync(null, watched);
        var db = await other.ForAsync("default", "tester");
        await db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids" });
        var asked = Assert.Single(watched.Made, projection => projection.WasAsked);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition() with { Settings = Json.Of("""{"other": 1}""") });
        await Until.TrueAsync(() => asked.IsClosed, SyncFixture.Patience);
    }

    [Fact]
    public async Task Way_of_the_present_settings_stays_open_when_the_others_are_closed()
    {
        var (name, _) = await fixture.AddAsync();
        await using var gates = Gates();
        var now = await RecordAsync(name);
        var gate = await gates.OpenAsync("default", now);

        // By somebody who read the record before the settings were changed, and was late.
        var before = now with { SettingsVersion = now.SettingsVersion - 1 };
        var late = await gates.OpenAsync("default", before);
        Assert.Equal([("default", name, before.SettingsVersion), ("default", name, now.SettingsVersion)], gates.Open.OrderBy(way => way.Settings));
        await gates.CloseAsync([("default", name, before.SettingsVersion)]);
        Assert.Equal(ErrorCodes.ProjectionUnreachable, (await Assert.ThrowsAsync<ThreeDbException>(() => late.AskAsync(Ids, TimeProvider.System, default))).Code);
        Assert.Same(gate, await gates.OpenAsync("default", now));
    }

    [Fact]
    public async Task Connections_are_kept_until_the_last_query_has_its_answer()
    {
        var projection = new WatchedProjection(new MemoryEngine(), new ProjectionContext("default", "watched", TimeProvider.System));
        await projection.PrepareAsync(new Fence(1, 1), default);
        var gate = new QueryGate(projection, new EngineHealth(TimeProvider.System));
        var held = projection.Place.Faults.Block();
        var asked = gate.AskAsync(Ids, TimeProvider.System, default);
        await gate.DisposeAsync();
        Assert.False(projection.IsClosed);
        held.Open();
        await asked;
        Assert.True(projection.IsClosed);
    }

    private QueryGates Gates() => new(Factories(), TimeProvider.System);

    private Dictionary<string, IProjectionFactory> Factories() => fixture.Factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal);

    private async Task<ProjectionRecord> RecordAsync(string name) =>
        (await fixture.Engine.Store.Sync.ListAsync(fixture.Db.Session.TenantId, default)).Single(record => record.Name == name);

    /// <summary>Makes projections that tell how they are used.</summary>
    private sealed class WatchedFactory(MemoryEngine engine) : IProjectionFactory
    {
        public ConcurrentBag<WatchedProjection> Made { get; } = [];

        public string Kind => "memory";

        public IReadOnlyList<FieldError> Check(JsonElement settings) => [];

        public IProjection Create(ProjectionContext context, JsonElement settings)
        {
            var made = new WatchedProjection(engine, context);
            Made.Add(made);
            return made;
        }
    }

    /// <summary>Tells whether it was asked, and whether it was closed.</summary>
    private sealed class WatchedProjection(MemoryEngine engine, ProjectionContext context) : MemoryProjection(engine, context), IQueryableProjection, IAsyncDisposable
    {
        private volatile bool _wasAsked;
        private volatile bool _isClosed;

        public bool WasAsked => _wasAsked;

        public bool IsClosed => _isClosed;

        Task<EngineAnswer> IQueryableProjection.QueryAsync(EngineQuery query, CancellationToken cancellationToken)
        {
            _wasAsked = true;
            return QueryAsync(query, cancellationToken);
        }

        ValueTask IAsyncDisposable.DisposeAsync()
        {
            _isClosed = true;
            return DisposeAsync();
        }
    }
}
