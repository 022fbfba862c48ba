using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

public sealed class FalkorDbConformance : ProjectionConformance
{
    protected override async Task<IProjection> CreateAsync(ProjectionContext context) => await FalkorDbServer.CreateAsync(context);

    protected override Task TamperAsync(RowKey key) => key.IsRelation
        ? FalkorDbServer.QueryAsync(Context, $"{Match(key)} SET e.planted = 1")
        : FalkorDbServer.QueryAsync(Context, $"MATCH (n:Entity {{_seq: {key.Seq}}}) SET n.planted = 1");

    protected override Task RemoveAsync(RowKey key) => key.IsRelation
        ? FalkorDbServer.QueryAsync(Context, $"{Match(key)} DELETE e")
        : FalkorDbServer.QueryAsync(Context, $"MATCH (n:Entity {{_seq: {key.Seq}}}) DELETE n");

    protected override Task PlantAsync(RowKey key) => key.IsRelation
        ? FalkorDbServer.QueryAsync(Context, $"MATCH (a:Entity {{_seq: {key.Seq}}}) MATCH (b:Entity {{_seq: {key.Target}}}) CREATE (a)-[:`{key.Type}` {{_key: '{key.Key}'}}]->(b)")
        : FalkorDbServer.QueryAsync(Context, $"CREATE (:Entity:planted {{_seq: {key.Seq}}})");

    protected override async Task<bool> IsGoneAsync(ProjectionContext context)
    {
        var names = GraphNames.Of(context);
        return (await FalkorDbServer.SendAsync("EXISTS", names.Current, names.Next, names.Fence)).AsInt64() == 0;
    }

    private static string Match(RowKey key) => $"MATCH (:Entity {{_seq: {key.Seq}}})-[e:`{key.Type}` {{_key: '{key.Key}'}}]->(:Entity {{_seq: {key.Target}}})";
}
