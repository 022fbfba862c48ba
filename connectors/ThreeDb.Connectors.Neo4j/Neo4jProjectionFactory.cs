using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Makes projections into Neo4j 5.19 and newer, Community included.</summary>
/// <remarks>Settings: <c>{"url": "http://127.0.0.1:7474", "database": "neo4j", "user": "neo4j", "passwordFile": "/run/secrets/neo4j"}</c>; only <c>url</c> is required.</remarks>
public sealed class Neo4jProjectionFactory : IProjectionFactory
{
    /// <inheritdoc />
    public string Kind => "neo4j";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings) => Neo4jSettings.Check(settings);

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new Neo4jProjection(context, Neo4jSettings.Read(settings));
    }

    /// <inheritdoc />
    public CopyPlace PlaceOf(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (owner, place) = (Names.OwnerOf(context), Neo4jSettings.Read(settings));
        return new CopyPlace(
            $"the nodes with {Names.Owner} '{owner}' in the database '{place.Database}' at {place.Url}",
            $"MATCH (n:{Names.Entity} {{{Names.Owner}: '{owner}'}}) DETACH DELETE n; MATCH (f:`{Names.Projection}` {{projection: '{owner}'}}) DELETE f;");
    }
}
