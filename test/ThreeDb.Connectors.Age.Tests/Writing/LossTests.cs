using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>A graph that was dropped, or came back with an older state, is noticed.</summary>
public sealed class LossTests : IAsyncLifetime
{
    private static int _last;
    private readonly ProjectionContext _context = new($"loss-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}", "graph", TimeProvider.System);
    private IProjection _projection = null!;

    private string Graph => AgeNames.Graph(_context.Tenant, _context.Name);

    public async ValueTask InitializeAsync()
    {
        _projection = await AgeServers.ProjectionAsync(_context);
        await _projection.PrepareAsync(new Fence(1, 1), default);
        await _projection.ApplyAsync(Batch(2, 1), default);
    }

    public async ValueTask DisposeAsync()
    {
        await _projection.DropAsync(Fences.Newest, default);
        await _projection.DisposeAsync();
    }

    [Fact]
    public async Task Graph_that_somebody_dropped_is_noticed_by_a_batch_and_made_again()
    {
        await AgeServers.RunAsync($"select drop_graph('{Graph}', true)");
        Assert.Equal(ErrorCodes.ProjectionLost, (await Assert.ThrowsAnyAsync<ThreeDbException>(() => _projection.ApplyAsync(Batch(3, 2), default))).Code);
        await Assert.ThrowsAsync<ProjectionLostException>(() => _projection.PrepareAsync(new Fence(1, 4), default));
        await _projection.PrepareAsync(new Fence(1, 5), default);
        await _projection.ApplyAsync(Batch(6, 2), default);
        Assert.Equal(2, Assert.Single(await _projection.ReadAsync(relations: false, new SeqRange(0, SeqRange.Last), default).ToListAsync()).Key.Seq);
    }

    [Fact]
    public async Task Graph_that_somebody_dropped_is_noticed_by_a_probe_and_answers_no_query()
    {
        await _projection.ProbeAsync(new Fence(1, 3), default);
        await AgeServers.RunAsync($"select drop_graph('{Graph}', true)");
        await Assert.ThrowsAsync<ProjectionLostException>(() => _projection.ProbeAsync(new Fence(1, 4), default));
        var refusal = await Assert.ThrowsAnyAsync<ThreeDbException>(() => ((IQueryableProjection)_projection).QueryAsync(
            new EngineQuery("MATCH (n) RETURN count(n) AS n", new Dictionary<string, System.Text.Json.JsonElement>(), TimeSpan.FromSeconds(10), 1), default));
        Assert.Equal(ErrorCodes.ProjectionLost, refusal.Code);
    }

    [Fact]
    public async Task Indexes_that_somebody_dropped_are_made_again()
    {
        var indexes = $"select count(*) from pg_indexes where schemaname = '{Graph}' and tablename not like '\\_ag%'";
        await _projection.ApplyAsync(new ProjectionBatch(new Fence(1, 3), [], [Rows.Relation(1, 2)]), default);
        var before = await AgeServers.ScalarAsync<long>(indexes);
        await AgeServers.RunAsync($"""
            do $do$ declare name text; begin
              for name in select indexname from pg_indexes where schemaname = '{Graph}' and tablename not like '\_ag%' loop
                execute format('drop index %I.%I', '{Graph}', name);
              end loop;
            end $do$
            """);
        Assert.Equal(0, await AgeServers.ScalarAsync<long>(indexes));
        await _projection.PrepareAsync(new Fence(1, 4), default);
        Assert.Equal((6, 6), (before, await AgeServers.ScalarAsync<long>(indexes)));
        await _projection.PrepareAsync(new Fence(1, 5), default);
        Assert.Equal(6, await AgeServers.ScalarAsync<long>(indexes));
        await _projection.ApplyAsync(Batch(6, 2), default);
    }

    [Fact]
    public async Task Older_state_is_noticed()
    {
        await AgeServers.RunAsync($"update threedb_age.graph set fence_number = 1 where name = '{Graph}'");
        await Assert.ThrowsAsync<ProjectionLostException>(() => _projection.ProbeAsync(new Fence(1, 3), default));
        await Assert.ThrowsAsync<ProjectionLostException>(() => _projection.ApplyAsync(Batch(3, 2), default));
        await _projection.PrepareAsync(new Fence(1, 4), default);
        await _projection.ApplyAsync(Batch(5, 2), default);
    }

    private static ProjectionBatch Batch(long number, long seq) => new(new Fence(1, number), [Rows.Entity(seq)], []);
}
