using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>The contract of projections, on a real server.</summary>
[Collection("neo4j")]
public sealed class Neo4jConformanceTests : ProjectionConformance
{
    protected override Task<IProjection> CreateAsync(ProjectionContext context) => Neo4jPlace.CreateAsync(context);

    protected override Task TamperAsync(RowKey key) => key.IsRelation
        ? OnRelationAsync(key, "SET x.tampered = 1")
        : OnNodeAsync(key, "SET n._version = n._version + 1");

    protected override Task RemoveAsync(RowKey key) => key.IsRelation ? OnRelationAsync(key, "DELETE x") : OnNodeAsync(key, "DETACH DELETE n");

    protected override Task PlantAsync(RowKey key) => key.IsRelation
        ? Neo4jPlace.RunAsync(
            $"MATCH (a:Entity {{_projection: $p, _seq: $a}}), (b:Entity {{_projection: $p, _seq: $b}}) CREATE (a)-[:`{key.Type}` {{_key: $k, _version: 1}}]->(b)",
            new { p = Neo4jPlace.OwnerOf(Context), a = key.Seq, b = key.Target, k = key.Key })
        : Neo4jPlace.RunAsync("CREATE (n:Entity:person {_projection: $p, _seq: $s, _id: 'planted', _type: 'person', _version: 1})", new { p = Neo4jPlace.OwnerOf(Context), s = key.Seq });

    protected override async Task<bool> IsGoneAsync(ProjectionContext context) => 0 == await Neo4jPlace.CountAsync(
        "MATCH (n) WHERE n._projection = $p OR n.projection = $p RETURN count(n)", new { p = Neo4jPlace.OwnerOf(context) });

    private Task OnNodeAsync(RowKey key, string what) =>
        Neo4jPlace.RunAsync($"MATCH (n:Entity {{_projection: $p, _seq: $s}}) {what}", new { p = Neo4jPlace.OwnerOf(Context), s = key.Seq });

    private Task OnRelationAsync(RowKey key, string what) => Neo4jPlace.RunAsync(
        $"MATCH (:Entity {{_projection: $p, _seq: $a}})-[x:`{key.Type}` {{_key: $k}}]->(:Entity {{_projection: $p, _seq: $b}}) {what}",
        new { p = Neo4jPlace.OwnerOf(Context), a = key.Seq, b = key.Target, k = key.Key });
}
