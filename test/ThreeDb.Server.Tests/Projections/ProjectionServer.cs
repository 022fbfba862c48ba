using ThreeDb.Projections;

namespace ThreeDb.Server.Tests;

/// <summary>A server whose projections go to an engine in memory.</summary>
public sealed class ProjectionServer : ServerFixture
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public MemoryEngine Memory { get; } = new();

    protected override IReadOnlyList<IProjectionFactory> Connectors => [new MemoryProjectionFactory(Memory)];

    /// <summary>A new projection of the tenant <c>default</c>, live.</summary>
    internal async Task<(string Path, string Name, MemoryPlace Place)> AddAsync()
    {
        var name = Unique("p");
        var path = "/v1/projections/" + name;
        (await Call.Put(path, """{"kind":"memory"}""").SendAsync(Http)).Expect(200);
        Assert.Equal(ProjectionState.Live, (await Client.Sync.LiveAsync(name, Patience)).State);
        return (path, name, Memory.Place("default", name));
    }

    /// <summary>Waits until a status is as expected.</summary>
    internal Task<ProjectionStatus> UntilAsync(string name, Func<ProjectionStatus, bool> expected) => Until.ExpectedAsync(() => Client.Sync.GetAsync(name), expected, Patience);
}
