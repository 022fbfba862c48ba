namespace ThreeDb.Cli.Tests.Faults;

/// <summary>Whatever is killed, and when, while one server feeds every engine at once: no acknowledged write is lost, each engine is equal to the source within a minute, and the cache is not wrong.</summary>
[Collection(nameof(EngineKillTests))]
public sealed class EngineKillTests
{
    [Fact]
    public async Task Server_killed_again_and_again_loses_nothing_and_every_engine_catches_up()
    {
        await using var world = await EngineWorld.CreateAsync();
        await new KillRun(world.Source, world.EqualAsync).KillServerAsync(FaultScale.EngineServerKills);
    }

    [Fact]
    public async Task PostgreSQL_killed_again_and_again_loses_nothing_and_every_engine_catches_up()
    {
        await using var world = await EngineWorld.CreateAsync();
        await new KillRun(world.Source, world.EqualAsync).KillPostgresAsync(FaultScale.EnginePostgresKills);
    }
}

/// <summary>Runs alone: four engines, two PostgreSQL and a server keep the machine busy.</summary>
[CollectionDefinition(nameof(EngineKillTests), DisableParallelization = true)]
public sealed class EngineKillTestsAlone;
