using ThreeDb.Connectors.Age;
using ThreeDb.Connectors.FalkorDb;
using ThreeDb.Connectors.Neo4j;
using ThreeDb.Connectors.Valkey;
using ThreeDb.Projections;

namespace ThreeDb.Cli;

/// <summary>The engines that projections of a server can go to.</summary>
internal static class Connectors
{
    public static IReadOnlyList<IProjectionFactory> All { get; } =
        [new AgeProjectionFactory(), new FalkorDbProjectionFactory(), new Neo4jProjectionFactory(), new ValkeyProjectionFactory()];
}
