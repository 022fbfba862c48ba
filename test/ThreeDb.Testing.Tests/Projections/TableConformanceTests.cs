using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing.Tests;

/// <summary>The projection into tables, which the tests of faults go to, keeps the contract as well.</summary>
public sealed class TableConformanceTests(TableDatabase tables) : ProjectionConformance, IClassFixture<TableDatabase>
{
    private static readonly TableProjectionFactory Factory = new();

    private string Schema => TableProjection.SchemaOf(Context);

    protected override Task<IProjection> CreateAsync(ProjectionContext context) =>
        Task.FromResult(Factory.Create(context, Json.Of(new { connection = tables.Database.ConnectionString })));

    protected override Task TamperAsync(RowKey key) => tables.Database.RunAsync(key.IsRelation
        ? $"update {Schema}.relation set body = body || ' ' where {Where(key)}"
        : $"update {Schema}.entity set body = body || ' ' where seq = {key.Seq}");

    protected override Task RemoveAsync(RowKey key) =>
        tables.Database.RunAsync(key.IsRelation ? $"delete from {Schema}.relation where {Where(key)}" : $"delete from {Schema}.entity where seq = {key.Seq}");

    protected override Task PlantAsync(RowKey key) => tables.Database.RunAsync(key.IsRelation
        ? $"insert into {Schema}.relation values ({key.Seq}, {key.Target}, '{key.Type}', '{key.Key}', 'planted')"
        : $"insert into {Schema}.entity values ({key.Seq}, 'planted')");

    protected override async Task<bool> IsGoneAsync(ProjectionContext context) =>
        await tables.Database.ScalarAsync<long>($"select count(*) from pg_namespace where nspname = '{TableProjection.SchemaOf(context)}'") == 0;

    private static string Where(RowKey key) => $"src = {key.Seq} and dst = {key.Target} and type = '{key.Type}' and key = '{key.Key}'";
}

/// <summary>A database for tables.</summary>
public sealed class TableDatabase : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await TestDatabase.CreateEmptyAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
