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
    internal async Task UntilAsync(string name, Func<ProjectionStatus, bool> expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Db.Sync.GetAsync(name, limit.Token) is var status && !expected(status))
        {
            Assert.False(limit.IsCancellationRequested, Json.Of(status).ToString());
            await Task.Delay(20);
        }
    }
}
