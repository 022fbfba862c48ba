using ThreeDb.Projections;

namespace ThreeDb.Cli.Tests;

/// <summary>Runs commands against a server whose projections go to an engine in memory.</summary>
public sealed class ProjectionCli : CliFixture
{
    public MemoryEngine Memory { get; } = new();

    protected override IReadOnlyList<IProjectionFactory> Connectors => [new MemoryProjectionFactory(Memory)];

    /// <summary>A new projection, live.</summary>
    internal async Task<(string Name, MemoryPlace Place)> AddAsync()
    {
        var name = Unique("p");
        Assert.Equal(0, (await RunAsync("sync", "add", name, "--kind", "memory")).ExitCode);
        Assert.Equal(0, (await RunAsync("sync", "resume", name, "--wait")).ExitCode);
        return (name, Memory.Place("default", name));
    }

    /// <summary>Waits until a status is as expected.</summary>
    internal Task UntilAsync(string name, Func<ProjectionStatus, bool> expected) => Until.ExpectedAsync(() => Db.Sync.GetAsync(name), expected, TimeSpan.FromSeconds(60));
}
