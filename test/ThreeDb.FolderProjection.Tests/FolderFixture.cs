using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

/// <summary>An engine whose projections go into a folder.</summary>
public sealed class FolderFixture : EngineFixture
{
    private readonly TestFolder _folder = new();

    public string Root => _folder.Root;

    protected override IReadOnlyList<IProjectionFactory> Connectors => [new FolderProjectionFactory()];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
