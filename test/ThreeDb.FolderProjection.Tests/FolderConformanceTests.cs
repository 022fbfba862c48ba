using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Folders.Tests;

/// <summary>The sample keeps the contract of projections.</summary>
public sealed class FolderConformanceTests : ProjectionConformance
{
    private readonly TestFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<IProjection> CreateAsync(ProjectionContext context) => Task.FromResult(_folder.Create(context));

    protected override Task TamperAsync(RowKey key) => _folder.EditAsync(Context, key.Seq, file => file.Row(key)!["version"] = 99);

    protected override Task RemoveAsync(RowKey key) => _folder.EditAsync(Context, key.Seq, file => file.Remove(key));

    protected override Task PlantAsync(RowKey key) => _folder.EditAsync(Context, key.Seq, file => file.Plant(key));

    protected override Task<bool> IsGoneAsync(ProjectionContext context) => Task.FromResult(!Directory.Exists(Path.Combine(_folder.Root, context.Tenant, context.Name)));
}
