using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>The queries that the engine in memory understands: <c>ids</c> gives the ids of all entities, in order.</summary>
internal static class MemoryQuery
{
    public static EngineAnswer Answer(MemoryPlace place, EngineQuery query)
    {
        if (query.Cypher != "ids")
        {
            throw new ThreeDbException(ErrorCodes.QueryRefused, "The engine in memory understands 'ids' only.");
        }

        var ids = place.Entities.Select(entity => entity.Id).Order(StringComparer.Ordinal).ToList();
        return new EngineAnswer(["id"], [.. ids.Take(query.MaxRows).Select(id => (IReadOnlyList<JsonElement>)[Json.Of<string>(id)])], ids.Count > query.MaxRows);
    }
}
