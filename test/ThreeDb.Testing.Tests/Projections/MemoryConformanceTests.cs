using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing.Tests;

/// <summary>The projection in memory keeps the contract that it stands for.</summary>
public class MemoryConformanceTests : ProjectionConformance
{
    private readonly MemoryEngine _engine = new();

    protected override Task<IProjection> CreateAsync(ProjectionContext context) => Task.FromResult(Create(_engine, context));

    protected override string AnyQuery => "ids";

    protected override Task TamperAsync(RowKey key)
    {
        var place = _engine.Place(Context.Tenant, Context.Name);
        place.Tamper(
            key,
            place.Entities.FirstOrDefault(row => row.RowKey == key) is { } entity ? entity with { Fields = Rows.FieldsOf("""{"tampered":1}""") } : null,
            place.Relations.FirstOrDefault(row => row.RowKey == key) is { } relation ? relation with { Weight = 99 } : null);
        return Task.CompletedTask;
    }

    protected override Task RemoveAsync(RowKey key)
    {
        _engine.Place(Context.Tenant, Context.Name).Tamper(key, null, null);
        return Task.CompletedTask;
    }

    protected override Task PlantAsync(RowKey key)
    {
        _engine.Place(Context.Tenant, Context.Name).Tamper(key, Rows.Entity(key.Seq), Rows.Relation(key.Seq, key.Target, key.Type ?? "", key.Key ?? ""));
        return Task.CompletedTask;
    }

    protected override Task<bool> IsGoneAsync(ProjectionContext context) => Task.FromResult(_engine.Place(context.Tenant, context.Name).IsEmpty);

    private protected virtual IProjection Create(MemoryEngine engine, ProjectionContext context) => new MemoryProjection(engine, context);
}

/// <summary>The same for the one that can be rebuilt beside the copy that answers.</summary>
public sealed class SwappableMemoryConformanceTests : MemoryConformanceTests
{
    private protected override IProjection Create(MemoryEngine engine, ProjectionContext context) => new SwappableMemoryProjection(engine, context);
}

/// <summary>The same for an engine that rejects some rows.</summary>
public sealed class RejectingMemoryConformanceTests : MemoryConformanceTests
{
    private protected override IProjection Create(MemoryEngine engine, ProjectionContext context)
    {
        var projection = new MemoryProjection(engine, context);
        projection.Place.Faults.RejectFields = fields => fields.Any(field => field.Key.Length is 0 or > 500 || field.Value.GetRawText().Length > 1_000_000);
        return projection;
    }
}
