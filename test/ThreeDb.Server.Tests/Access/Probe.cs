namespace ThreeDb.Server.Tests;

/// <summary>A request that asks about, or tries to change, what the owner of <see cref="OwnerWorld"/> has.</summary>
/// <param name="Endpoint">The operation.</param>
/// <param name="Call">The request.</param>
/// <param name="Own">The status that the owner gets when it sends all probes in their order.</param>
internal sealed record Probe(string Endpoint, Call Call, int Own);

/// <summary>Requests that cover every operation of the surface, in an order in which the owner can send them all.</summary>
internal static class Probes
{
    private const string Entity = "/v1/entities/alpha";
    private const string Projection = "/v1/projections/" + OwnerWorld.Projection;

    /// <param name="keyId">The key to revoke.</param>
    public static IReadOnlyList<Probe> Of(string keyId) => [.. Reads, .. Writes, new("revokeKey", Call.Delete("/v1/keys/" + keyId), 204), .. Open];

    private static IReadOnlyList<Probe> Reads { get; } =
    [
        new("getEntity", Call.Get(Entity), 200),
        new("getEntity", Call.Get(Entity).With("If-None-Match", "\"2\""), 304),
        new("getEntity", Call.Get(Entity + "?asOf=2999-01-01T00:00:00Z"), 200),
        new("getEntity", Call.Get("/v1/entities/gone"), 404),
        new("getEntity", Call.Get("/v1/entities/stub"), 404),
        new("listEntities", Call.Get("/v1/entities"), 200),
        new("listEntities", Call.Get("/v1/entities?type=book&limit=1").With("Prefer", "count=exact"), 200),
        new("listEntities", Call.Get("/v1/entities?type=book").With("Prefer", "count=estimated"), 200),
        new("listEntities", Call.Get("/v1/entities?id=alpha&id=beta&id=gone&id=stub"), 200),
        new("listEntities", Call.Get("/v1/entities?where=%7B%22price%22:%7B%22gt%22:1%7D%7D&orderBy=-price"), 200),
        new("listEntitiesByBody", Call.Post("/v1/entities/list", """{"type":"book","where":{"price":5},"count":"exact"}"""), 200),
        new("getEntities", Call.Post("/v1/entities/get-many", """{"ids":["alpha","beta","gone","stub"]}"""), 200),
        new("listRelations", Call.Get(Entity + "/relations"), 200),
        new("listRelations", Call.Get("/v1/entities/stub/relations?direction=in"), 200),
        new("listAllRelations", Call.Get("/v1/relations"), 200),
        new("neighbors", Call.Get(Entity + "/neighbors"), 200),
        new("network", Call.Get(Entity + "/network?depth=3"), 200),
        new("impact", Call.Get("/v1/entities/beta/impact"), 200),
        new("shortestPath", Call.Get("/v1/path?from=alpha&to=beta"), 200),
        new("reachable", Call.Get("/v1/reachable?from=alpha&to=beta"), 200),
        new("reach", Call.Get(Entity + "/reach?limit=10"), 200),
        new("reachByBody", Call.Post(Entity + "/reach", """{"where":{"price":5},"limit":10}"""), 200),
        new("paths", Call.Get("/v1/paths?from=alpha&to=beta&count=3"), 200),
        new("commonNeighbors", Call.Get(Entity + "/common-neighbors?with=beta"), 200),
        new("losses", Call.Post(Entity + "/losses", """{"roots":["beta"]}"""), 200),
        new("cycles", Call.Get("/v1/graph/cycles"), 200),
        new("cycles", Call.Get("/v1/graph/cycles?through=alpha"), 200),
        new("order", Call.Get("/v1/graph/order"), 200),
        new("order", Call.Get("/v1/graph/order?via=NOTHING").With("Accept", MediaTypes.NdJson), 200),
        new("among", Call.Post("/v1/graph/among", """{"ids":["alpha","beta"]}"""), 200),
        new("part", Call.Post("/v1/graph/part", """{"around":"alpha"}"""), 200),
        new("alike", Call.Get(Entity + "/alike"), 200),
        new("suggestions", Call.Get(Entity + "/suggestions"), 200),
        new("analyze", Call.Post("/v1/graph/analyses", """{"algorithm":"pageRank"}"""), 200),
        new("analyze", Call.Post("/v1/graph/analyses", """{"algorithm":"pageRank","from":["alpha"]}"""), 200),
        new("analyze", Call.Post("/v1/graph/analyses", """{"algorithm":"weakComponents"}""").With("Accept", MediaTypes.NdJson), 200),
        new("listScores", Call.Get("/v1/scores"), 200),
        new("verifyGraph", Call.Order("/v1/graph/verify"), 200),
        new("listHistory", Call.Get(Entity + "/history"), 200),
        new("listHistory", Call.Get("/v1/entities/gone/history"), 200),
        new("getVersion", Call.Get(Entity + "/history/1"), 200),
        new("getVersion", Call.Get(Entity + "/history/7"), 404),
        new("diffVersions", Call.Get(Entity + "/diff?from=1&to=2"), 200),
        new("query", Call.Post("/v1/query", """{"from":"book","text":"canary","graph":{"from":"alpha"},"near":{"entity":"alpha"}}"""), 200),
        new("query", Call.Post("/v1/query", """{"near":{"text":"canary"}}"""), 200),
        new("search", Call.Get("/v1/search?q=canary"), 200),
        new("near", Call.Get("/v1/near?text=canary"), 200),
        new("similar", Call.Get(Entity + "/similar"), 200),
        new("listTypes", Call.Get("/v1/types"), 200),
        new("getType", Call.Get("/v1/types/book"), 200),
        new("getType", Call.Get("/v1/types/person"), 200),
        new("listProjections", Call.Get("/v1/projections"), 200),
        new("getProjection", Call.Get(Projection), 200),
        new("listReports", Call.Get(Projection + "/reports"), 200),
        new("listDeadLetters", Call.Get(Projection + "/dead-letters"), 200),
        new("queryProjection", Call.Post(Projection + "/query", """{"cypher":"ids"}"""), 200),
        new("whoAmI", Call.Get("/v1/me"), 200),
        new("listKeys", Call.Get("/v1/keys"), 200),
    ];

    private static IReadOnlyList<Probe> Writes { get; } =
    [
        new("patchEntity", Call.Patch(Entity, """{"price":6}"""), 200),
        new("patchEntity", Call.Patch(Entity, """{"price":7}""").With("If-Match", "\"3\""), 200),
        new("patchEntity", Call.Patch(Entity, """[{"op":"test","path":"/price","value":7}]""", MediaTypes.JsonPatch), 200),
        new("putEntity", Call.Put(Entity, """{"data":{"title":"new"}}"""), 200),
        new("putEntity", Call.Put(Entity, """{"type":"book","data":{"title":"newer"}}""").With("If-Match", "\"5\""), 200),
        new("transact", Call.Post("/v1/tx", """{"mutations":[{"op":"create","id":"delta","type":"book","data":{}},{"op":"replace","id":"alpha","data":{"title":"tx"}}]}"""), 200),
        new("restoreEntity", Call.Order(Entity + "/restore?version=1"), 200),
        new("restoreEntity", Call.Order("/v1/entities/gone/restore"), 201),
        new("deleteEntity", Call.Delete("/v1/entities/beta").With("If-Match", "*"), 200),
        new("deleteEntity", Call.Delete("/v1/entities/beta"), 404),
        new("deleteRelation", Call.Delete("/v1/relations?from=alpha&type=CITES&to=stub"), 200),
        new("createEntity", Call.Post("/v1/entities", """{"type":"note","id":"stub","data":{"text":"own"}}"""), 201),
        new("createEntity", Call.Post("/v1/entities", """{"type":"note","id":"idem","data":{"text":"own"}}""").With("Idempotency-Key", "owners-key"), 422),
        new("putEntity", Call.Put("/v1/entities/gamma", """{"type":"note","data":{"text":"own"}}""").With("If-None-Match", "*"), 412),
        new("bulk", Call.Post("/v1/bulk", """{"op":"create","id":"ada","type":"note","data":{}}""" + "\n", MediaTypes.NdJson), 200),
        new("putRelation", Call.Put("/v1/relations", """{"from":"gamma","type":"KNOWS","to":"alpha"}"""), 201),
        new("putType", Call.Put("/v1/types/invoice", """{"title":"number"}"""), 200),
        new("deleteScores", Call.Delete("/v1/scores/birdrank"), 204),
        new("deleteType", Call.Delete("/v1/types/book"), 204),
        new("pauseProjection", Call.Order(Projection + "/pause"), 200),
        new("resumeProjection", Call.Order(Projection + "/resume"), 200),
        new("rebuildProjection", Call.Order(Projection + "/rebuild?wait=60"), 200),
        new("reconcileProjection", Call.Order(Projection + "/reconcile?wait=60"), 200),
        new("retryDeadLetters", Call.Post(Projection + "/dead-letters/retry", """{"letters":[1]}"""), 200),
        new("discardDeadLetters", Call.Post(Projection + "/dead-letters/discard", """{"all":true}"""), 200),
        new("putProjection", Call.Put(Projection, """{"kind":"nothing"}"""), 422),
        new("deleteProjection", Call.Delete(Projection), 204),
        new("createKey", Call.Post("/v1/keys", """{"actor":"robot","scope":"read"}"""), 201),
        new("listEntities", Call.Get("/v1/entities?orderBy=$id").With("Prefer", "count=exact"), 200),
        new("listAllRelations", Call.Get("/v1/relations"), 200),
        new("network", Call.Get("/v1/entities/gamma/network"), 200),
        new("listHistory", Call.Get("/v1/entities/stub/history"), 200),
        new("listTypes", Call.Get("/v1/types"), 200),
    ];

    private static IReadOnlyList<Probe> Open { get; } =
    [
        new("live", Call.Get("/health/live"), 200),
        new("ready", Call.Get("/health/ready"), 200),
        new("metrics", Call.Get("/metrics"), 200),
        new("errorPage", Call.Get("/errors/TDB2001"), 200),
    ];
}
