namespace ThreeDb.Server;

/// <summary>Declarations of types over HTTP.</summary>
internal static class TypeEndpoints
{
    private const string Tag = "Types";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/types", "listTypes", "List the types, declared or only used", ListAsync)
        {
            Tag = Tag, Answers = [(200, typeof(TypesAnswer), "All types, with the number of entities.")],
        },
        new("GET", "/v1/types/{name}", "getType", "Read a type", GetAsync)
        {
            Tag = Tag, Answers = [(200, typeof(EntityType), "The type; 'deriving' shows how far a change has taken effect.")], Errors = [ErrorCodes.TypeNotFound],
        },
        new("PUT", "/v1/types/{name}", "putType", "Declare a type, or change its declaration", PutAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Description = "It binds new writes at once; what exists is derived anew in the background.",
            Accepts = [(MediaTypes.Json, typeof(EntityTypeDefinition))],
            Answers = [(200, typeof(EntityType), "Declared; nothing is left to do."), (202, typeof(EntityType), "Declared; existing entities are being derived anew.")],
            Errors = [ErrorCodes.InvalidTypeDefinition, ErrorCodes.UnknownMember],
        },
        new("DELETE", "/v1/types/{name}", "deleteType", "Remove a declaration", DeleteAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Description = "The entities stay and follow the defaults.",
            Answers = [(204, null, "Removed.")], Errors = [ErrorCodes.TypeNotFound],
        },
    ];

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(new TypesAnswer(await request.Db.Types.ListAsync(request.Aborted)));

    private static async Task GetAsync(ApiRequest request)
    {
        var name = request.Segment(2);
        await request.JsonAsync(await request.Db.Types.GetAsync(name, request.Aborted)
            ?? throw new ThreeDbException(ErrorCodes.TypeNotFound, $"There is no type '{name}'."));
    }

    private static async Task PutAsync(ApiRequest request)
    {
        var type = await request.Db.Types.PutAsync(request.Segment(2), EntityTypeJson.Read(await request.BodyAsync()), request.Aborted);
        await request.JsonAsync(type, type.Deriving is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task DeleteAsync(ApiRequest request)
    {
        var name = request.Segment(2);
        if (!await request.Db.Types.DeleteAsync(name, request.Aborted))
        {
            throw new ThreeDbException(ErrorCodes.TypeNotFound, $"The type '{name}' is not declared.");
        }

        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>The types of a tenant.</summary>
/// <param name="Items">By name.</param>
internal sealed record TypesAnswer(IReadOnlyList<EntityType> Items);
