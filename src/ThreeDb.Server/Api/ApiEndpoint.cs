using ThreeDb;

namespace ThreeDb.Server;

/// <summary>One operation of the HTTP surface: what it takes, who may call it, and what it does. Routing, checks and OpenAPI follow from it.</summary>
internal sealed record ApiEndpoint(string Method, string Pattern, string Name, string Summary, Func<ApiRequest, Task> Handler)
{
    private readonly bool? _takesPosition;
    private IReadOnlyList<ApiParameter>? _allQuery;

    /// <summary>What a key needs to call it; null: nothing, not even a key.</summary>
    public KeyScope? Scope { get; init; } = KeyScope.Read;

    /// <summary>More about it, for the documentation.</summary>
    public string? Description { get; init; }

    /// <summary>The parameters in the query string, beside those that every read has. Others are refused.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>All parameters in the query string.</summary>
    public IReadOnlyList<ApiParameter> AllQuery => _allQuery ??= TakesPosition ? [.. Query, .. ReadDemand.Query] : Query;

    /// <summary>Whether it reads what positions speak of, so that the caller may demand one. Default: what the scope to read allows.</summary>
    public bool TakesPosition
    {
        get => _takesPosition ?? Scope == KeyScope.Read;
        init => _takesPosition = value;
    }

    /// <summary>The headers that mean something here.</summary>
    public IReadOnlyList<ApiParameter> Headers { get; init; } = [];

    /// <summary>The bodies that it takes: media type, and a type that shows the form.</summary>
    public IReadOnlyList<(string MediaType, Type Form)> Accepts { get; init; } = [];

    /// <summary>The successful answers: status, form (null: no body), and what it means.</summary>
    public IReadOnlyList<(int Status, Type? Form, string Meaning)> Answers { get; init; } = [];

    /// <summary>What successful answers are written in.</summary>
    public string AnswersIn { get; init; } = MediaTypes.Json;

    /// <summary>The errors that are typical of it.</summary>
    public IReadOnlyList<ErrorCode> Errors { get; init; } = [];

    /// <summary>Whether it understands <c>Idempotency-Key</c>; elsewhere that header is refused rather than ignored.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>The group in the documentation.</summary>
    public string Tag { get; init; } = "";
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The JSON type of its value: string, integer, number, boolean.</param>
/// <param name="Description">What it does, with range and default.</param>
internal sealed record ApiParameter(string Name, string Kind, string Description)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    public static ApiParameter Text(string name, string description, bool required = false, bool many = false) =>
        new(name, "string", description) { IsRequired = required, IsMany = many };

    public static ApiParameter Integer(string name, string description, bool required = false) => new(name, "integer", description) { IsRequired = required };

    public static ApiParameter Number(string name, string description) => new(name, "number", description);

    public static ApiParameter Flag(string name, string description) => new(name, "boolean", description);
}
