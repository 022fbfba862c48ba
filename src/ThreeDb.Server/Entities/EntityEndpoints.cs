using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Records over HTTP.</summary>
internal static class EntityEndpoints
{
    private const string Tag = "Entities";
    private const int IdSegment = 2;

    private static readonly ErrorCode[] WriteErrors =
        [ErrorCodes.InvalidJson, ErrorCodes.InvalidData, ErrorCodes.SchemaViolation, ErrorCodes.BodyTooLarge, ErrorCodes.IdempotencyMismatch];

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("POST", "/v1/entities", "createEntity", "Create an entity", CreateAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IdempotencyKey],
            Description = "Record, derived relations, full text, embedding and change commit in one transaction.",
            Accepts = [(MediaTypes.Json, typeof(NewEntityForm))],
            Answers = [(201, typeof(EntityAnswer), "Created."), (200, typeof(EntityAnswer), "It existed; changed or unchanged, as onConflict says.")],
            Errors = [.. WriteErrors, ErrorCodes.EntityExists],
        },
        new("GET", "/v1/entities", "listEntities", "List entities, or read many by id", ListAsync)
        {
            Tag = Tag,
            Description = "With id (up to 100 times) it reads these entities. Otherwise it lists by filter and order, page by page.",
            Query = [ApiParameter.Text("id", "Read the entities with these ids.", many: true), .. ListParameters.All],
            Headers = [ApiParameter.Text("Prefer", "count=exact or count=estimated adds the total.")],
            Answers = [(200, typeof(EntityPage), "A page.")],
            Errors = [ErrorCodes.InvalidFilter, ErrorCodes.InvalidCursor, ErrorCodes.InvalidParameter],
        },
        new("POST", "/v1/entities/list", "listEntitiesByBody", "List entities with a filter too long for an address", ListByBodyAsync)
        {
            Tag = Tag, Accepts = [(MediaTypes.Json, typeof(ListForm))], Answers = [(200, typeof(EntityPage), "A page.")],
            Errors = [ErrorCodes.InvalidFilter, ErrorCodes.InvalidCursor],
        },
        new("POST", "/v1/entities/get-many", "getEntities", "Read many entities by id", GetManyAsync)
        {
            Tag = Tag, Accepts = [(MediaTypes.Json, typeof(IdsForm))], Answers = [(200, typeof(EntitiesAnswer), "Those that exist, in the order asked for.")],
            Errors = [ErrorCodes.BodyTooLarge],
        },
        new("GET", "/v1/entities/{id}", "getEntity", "Read an entity", GetAsync)
        {
            Tag = Tag, Headers = [Preconditions.IfNoneMatch],
            Description = "The id is one segment of the address: encode '/' as %2F. With asOf it is the version of that time, as in its history.",
            Query = [ApiParameter.Text("asOf", "A time (RFC 3339): the version that was current then.")],
            Answers = [(200, typeof(Entity), "The entity, with its version as ETag."), (304, null, "The caller has it.")],
            Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidId],
        },
        new("PUT", "/v1/entities/{id}", "putEntity", "Create or replace an entity", PutAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IfMatch, Preconditions.IfNoneMatch, Preconditions.IdempotencyKey],
            Accepts = [(MediaTypes.Json, typeof(EntityForm))],
            Answers = [(200, typeof(EntityAnswer), "Replaced, or it was so already."), (201, typeof(EntityAnswer), "Created.")],
            Errors = [.. WriteErrors, ErrorCodes.VersionMismatch, ErrorCodes.TypeMismatch, ErrorCodes.MissingType],
        },
        new("PATCH", "/v1/entities/{id}", "patchEntity", "Change parts of an entity", PatchAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IfMatch, Preconditions.IdempotencyKey],
            Description = "A merge patch (RFC 7396) or a JSON Patch (RFC 6902) of the data.",
            Accepts = [(MediaTypes.MergePatch, typeof(JsonElement)), (MediaTypes.JsonPatch, typeof(JsonPatch))],
            Answers = [(200, typeof(EntityAnswer), "Changed, or it was so already.")],
            Errors = [.. WriteErrors, ErrorCodes.EntityNotFound, ErrorCodes.VersionMismatch, ErrorCodes.PatchFailed],
        },
        new("DELETE", "/v1/entities/{id}", "deleteEntity", "Delete an entity", DeleteAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IfMatch, Preconditions.IdempotencyKey],
            Description = "Its outgoing relations and the explicit relations to it go with it. Restoring it brings them back.",
            Answers = [(200, typeof(ReceiptAnswer), "Deleted.")],
            Errors = [ErrorCodes.EntityNotFound, ErrorCodes.VersionMismatch],
        },
    ];

    private static async Task CreateAsync(ApiRequest request) => await WriteAsync(request, NewEntityForm.Read(await request.DocumentAsync()));

    private static async Task ListAsync(ApiRequest request)
    {
        if (request.Context.Request.Query["id"] is { Count: > 0 } ids)
        {
            if (request.Context.Request.Query.Keys.Any(name => name != "id" && !ReadDemand.IsOne(name)))
            {
                throw ApiRequest.Fault("id", "does not go together with other parameters", "Read entities by 'id' alone, or list them without it.");
            }

            await request.JsonAsync(new EntitiesAnswer(await request.Db.Entities.GetManyAsync([.. ids.Select(id => id ?? "")], request.Aborted)));
            return;
        }

        await request.JsonAsync(await request.Db.Entities.ListAsync(ListParameters.Read(request), request.Aborted));
    }

    private static async Task ListByBodyAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Entities.ListAsync(ListForm.Read(await request.BodyAsync()), request.Aborted));

    private static async Task GetManyAsync(ApiRequest request)
    {
        var ids = new StrictObject(await request.BodyAsync(), "", ErrorCodes.InvalidParameter, "ids").Texts("ids");
        await request.JsonAsync(new EntitiesAnswer(await request.Db.Entities.GetManyAsync(ids, request.Aborted)));
    }

    private static async Task GetAsync(ApiRequest request)
    {
        var id = request.Segment(IdSegment);
        if (request.Time("asOf") is { } time)
        {
            var version = await request.Db.History.AsOfAsync(id, time, request.Aborted);
            await request.JsonAsync(version ?? throw new ThreeDbException(ErrorCodes.VersionNotFound, $"The entity '{id}' did not exist at {time:O}."));
            return;
        }

        var entity = await request.Db.Entities.GetAsync(id, request.Aborted) ?? throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
        request.Context.Response.Headers.ETag = Preconditions.TagOf(entity.Version);
        if (Preconditions.IsKnown(request, entity.Version))
        {
            request.Context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await request.JsonAsync(entity);
    }

    private static async Task PutAsync(ApiRequest request)
    {
        var id = request.Segment(IdSegment);
        var form = EntityForm.Read(await request.DocumentAsync());
        var (mustExist, version) = Preconditions.Match(request);
        var mustNotExist = Preconditions.MustNotExist(request);
        if (mustNotExist && form.Type is null)
        {
            throw new ThreeDbException(ErrorCodes.MissingType, errors: [new FieldError("/type", "is needed")]);
        }

        if (mustExist || form.Type is null)
        {
            await ReplaceAsync(request, new ReplaceEntity(id, form.Data) { Type = form.Type, Project = form.Project, IfVersion = version }, mustExist);
            return;
        }

        var create = new CreateEntity(form.Type, form.Data) { Id = id, Project = form.Project, OnConflict = mustNotExist ? ConflictPolicy.Fail : ConflictPolicy.Replace };
        try
        {
            await WriteAsync(request, create);
        }
        catch (ThreeDbException e) when (mustNotExist && e.Code == ErrorCodes.EntityExists)
        {
            throw new ThreeDbException(ErrorCodes.VersionMismatch, e.Message, "The request demanded that it does not exist (If-None-Match: *); leave that out to replace it, or use another id.");
        }
    }

    private static async Task ReplaceAsync(ApiRequest request, ReplaceEntity replace, bool mustExist)
    {
        try
        {
            await WriteAsync(request, replace);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.EntityNotFound)
        {
            throw mustExist
                ? new ThreeDbException(ErrorCodes.VersionMismatch, e.Message, "The request demanded that it exists (If-Match); leave that out to create it.")
                : new ThreeDbException(ErrorCodes.MissingType, errors: [new FieldError("/type", "is needed")]);
        }
    }

    private static async Task PatchAsync(ApiRequest request)
    {
        var id = request.Segment(IdSegment);
        var body = await request.DocumentAsync();
        var (_, version) = Preconditions.Match(request);
        await WriteAsync(request, MediaTypes.Of(request.Context) == MediaTypes.JsonPatch
            ? new PatchEntity(id, JsonPatch.Parse(body)) { IfVersion = version }
            : new MergeEntity(id, body) { IfVersion = version });
    }

    private static async Task DeleteAsync(ApiRequest request)
    {
        var (_, version) = Preconditions.Match(request);
        var done = await request.Session.WriteAsync([new DeleteEntity(request.Segment(IdSegment)) { IfVersion = version }], request.WriteOptions, guarded: true, request.Aborted);
        await request.WrittenAsync(new ReceiptAnswer(done.Results[0].Version, done.Results[0].Outcome, done.Position), done.Position);
    }

    private static async Task WriteAsync(ApiRequest request, Mutation mutation) =>
        await AnswerAsync(request, await request.Session.WriteAsync([mutation], request.WriteOptions, guarded: true, request.Aborted));

    /// <summary>Answers with the entity that a write of one mutation left.</summary>
    public static async Task AnswerAsync(ApiRequest request, TransactionResult done)
    {
        var (entity, outcome) = (done.Results[0].Entity!, done.Results[0].Outcome);
        var headers = request.Context.Response.Headers;
        headers.ETag = Preconditions.TagOf(entity.Version);
        if (outcome == WriteOutcome.Created)
        {
            headers.Location = "/v1/entities/" + Uri.EscapeDataString(entity.Id);
        }

        await request.WrittenAsync(new EntityAnswer(entity, outcome, done.Position), done.Position, outcome == WriteOutcome.Created ? 201 : 200);
    }
}
