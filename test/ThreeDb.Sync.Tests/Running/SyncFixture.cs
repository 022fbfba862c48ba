using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>An engine whose projections go to an engine in memory.</summary>
public class SyncFixture : EngineFixture
{
    /// <summary>How long something may take. Where faults are planted, less: then most things do not happen at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("THREEDB_TEST_PATIENCE"), out var seconds) ? seconds : 30);

    public MemoryEngine Memory { get; } = new();

    protected override IReadOnlyList<IProjectionFactory> Connectors => Factories;

    /// <summary>What another engine on the same database needs to go to the same engine in memory.</summary>
    public IReadOnlyList<IProjectionFactory> Factories => [new MemoryProjectionFactory(Memory), new MemoryProjectionFactory(Memory, swappable: true)];

    /// <summary>A new projection of the tenant <c>default</c>, live.</summary>
    public async Task<(string Name, MemoryPlace Place)> AddAsync(SyncRules? rules = null, bool swappable = false)
    {
        var name = Unique("p");
        await Db.Sync.PutAsync(name, Definition(rules, swappable));
        await ReachAsync(name, ProjectionState.Live);
        return (name, Memory.Place("default", name));
    }

    /// <summary>Compared when somebody asks for it, and never by the clock: tests count on what they have tampered with.</summary>
    public static ProjectionDefinition Definition(SyncRules? rules = null, bool swappable = false) =>
        new() { Kind = swappable ? "memory-swappable" : "memory", Rules = (rules ?? new SyncRules()) with { ReconcileAt = "never" } };

    /// <summary>Rules that leave one type out.</summary>
    public static SyncRules Without(string type) => new() { Types = new Dictionary<string, TypeRule> { [type] = new() { Include = false }, ["*"] = new() } };

    /// <summary>A new projection without a type, that holds relations with two stubs: what a person knows, and what knows the person.</summary>
    public async Task<(string Name, MemoryPlace Place, string Known, string Knowing)> AddWithStubsAsync(string without)
    {
        var (name, place) = await AddAsync(Without(without));
        var (person, known, knowing) = (Unique("person/"), Unique("known/"), Unique("knowing/"));
        await Db.Entities.CreateAsync("person", Json.Of("{}"), person);
        await Db.WriteAsync([new Relate(person, "KNOWS", known), new Relate(knowing, "KNOWS", person)]);
        await place.UntilAsync(now => now.Relations.Any(relation => relation.To == known) && now.Relations.Any(relation => relation.From == knowing), Patience);
        return (name, place, known, knowing);
    }

    /// <summary>A write of a person, whether or not it is there.</summary>
    public static Mutation Put(string id, JsonElement data) => new CreateEntity("person", data) { Id = id, OnConflict = ConflictPolicy.Replace };

    /// <summary>Waits for a state: for <see cref="ProjectionState.Live"/> with nothing left to do, for <see cref="ProjectionState.Stalled"/> by the engine, not by whoever holds back the log.</summary>
    public Task<ProjectionStatus> ReachAsync(string name, ProjectionState state) => UntilAsync(name, status => status.State == state
        && (state != ProjectionState.Live || status.Unfinished.Count == 0) && (state != ProjectionState.Stalled || status.Frontier is null));

    /// <summary>Waits until a status is as expected.</summary>
    public Task<ProjectionStatus> UntilAsync(string name, Func<ProjectionStatus, bool> expected) => Until.ExpectedAsync(() => Db.Sync.GetAsync(name), expected, Patience);

    /// <summary>Waits until the leader has stored how far the projection is, once more from now on.</summary>
    public async Task SavedAsync(string name)
    {
        var now = await Database.ScalarAsync<DateTime>("select clock_timestamp()");
        await Until.ExpectedAsync(
            () => Database.ScalarAsync<DateTime>($"select coalesce(progress_at, '-infinity') from threedb.projection where name = '{name}'"), saved => saved >= now, Patience);
    }

    /// <summary>Pauses a projection, and waits until its leader has seen it: from then on nothing is applied.</summary>
    public async Task PausedAsync(string name)
    {
        await Db.Sync.PauseAsync(name);
        await Until.ExpectedAsync(
            () => Database.ScalarAsync<string>($"select coalesce(progress->>'state', '') from threedb.projection where name = '{name}'"), state => state == "paused", Patience);
    }

    /// <summary>Ends the sessions of all leaders; others take over, or the same ones again.</summary>
    /// <param name="between">What is done while nobody leads.</param>
    public async Task EndLeadersAsync(Func<Task>? between = null)
    {
        // A leader is back a second after its session went: the locks of all projections are held here until everything is done.
        await using var hold = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false }.ConnectionString);
        await hold.OpenAsync();
        await Until.TrueAsync(
            async () =>
            {
                await Database.RunAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = '3db leader' and datname = current_database()");
                await using var take = new NpgsqlCommand("select coalesce(bool_and(pg_try_advisory_lock(hashtextextended(name, tenant_id))), true) from threedb.projection", hold);
                return (bool)(await take.ExecuteScalarAsync())!;
            },
            Patience);
        await (between?.Invoke() ?? Task.CompletedTask);
    }

    /// <summary>Waits until a projection has applied everything that is written by now, and compares it with the source.</summary>
    public async Task EqualAsync(string name, MemoryPlace place)
    {
        var marker = await Db.Entities.CreateAsync("marker", Json.Of("{}"), Unique("marker/"));
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == marker.Entity.Id && entity.Version == marker.Entity.Version), Patience);
        await Db.Sync.ReconcileAsync(name);
        var status = await UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        Assert.Equal((0, 0, 0), (status.LastReconcile!.Missing, status.LastReconcile.Orphans, status.LastReconcile.Differing));
        Assert.Empty(place.Violations);
    }
}
