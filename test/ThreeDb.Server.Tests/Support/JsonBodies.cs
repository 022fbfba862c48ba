namespace ThreeDb.Server.Tests;

/// <summary>The places where the surface takes one JSON value as body: a path for each operation and media type.</summary>
internal static class JsonBodies
{
    // Every path names something that exists, so that only the body can be at fault.
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["createEntity"] = "/v1/entities",
        ["listEntitiesByBody"] = "/v1/entities/list",
        ["getEntities"] = "/v1/entities/get-many",
        ["putEntity"] = "/v1/entities/target",
        ["patchEntity"] = "/v1/entities/target",
        ["transact"] = "/v1/tx",
        ["putRelation"] = "/v1/relations",
        ["query"] = "/v1/query",
        ["reachByBody"] = "/v1/entities/target/reach",
        ["losses"] = "/v1/entities/target/losses",
        ["among"] = "/v1/graph/among",
        ["part"] = "/v1/graph/part",
        ["analyze"] = "/v1/graph/analyses",
        ["putType"] = "/v1/types/target",
        ["createKey"] = "/v1/keys",
        ["putProjection"] = "/v1/projections/target",
        ["queryProjection"] = "/v1/projections/target/query",
        ["retryDeadLetters"] = "/v1/projections/target/dead-letters/retry",
        ["discardDeadLetters"] = "/v1/projections/target/dead-letters/discard",
    };

    /// <summary>An operation with a body of each media type that is one JSON value.</summary>
    public static IReadOnlyList<(string Endpoint, string Method, string Path, string MediaType)> All { get; } =
    [
        .. from endpoint in ApiSurface.All
           from accepted in endpoint.Accepts
           where accepted.MediaType != MediaTypes.NdJson
           select (endpoint.Name, endpoint.Method, Paths.GetValueOrDefault(endpoint.Name) ?? throw new InvalidOperationException(
               $"{endpoint.Name} takes JSON and has no path here."), accepted.MediaType),
    ];

    /// <summary>Sends a body to all of them.</summary>
    public static IEnumerable<Call> Send(byte[] body) => All.Select(place => new Call(place.Method, place.Path) { Body = body, MediaType = place.MediaType });
}
