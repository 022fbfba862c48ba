using System.Globalization;

namespace ThreeDb.Server;

/// <summary>Entity tags (RFC 9110): the strong tag of an entity is its version in quotes.</summary>
internal static class Preconditions
{
    public static readonly ApiParameter IfMatch = ApiParameter.Text("If-Match", "Change only if the entity has this ETag; * if it exists at all.");
    public static readonly ApiParameter IfNoneMatch = ApiParameter.Text("If-None-Match", "* creates only; with ETags on GET, 304 when one of them, weak or strong, is the current one; * when the entity exists.");
    public static readonly ApiParameter IdempotencyKey = ApiParameter.Text("Idempotency-Key", "A repetition with the same key returns the first answer, for 24 hours.");

    private const string OneETag = "Send one ETag as 3db gave it, for example \"3\", or *; or leave the header out.";

    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>What <c>If-Match</c> demands: nothing, that the entity exists, or a version.</summary>
    public static (bool MustExist, long? Version) Match(ApiRequest request) => request.Context.Request.Headers.IfMatch.ToString() switch
    {
        "" => (false, null),
        "*" => (true, null),
        var header => (true, Version(header) ?? throw new ThreeDbException(ErrorCodes.InvalidParameter,
            "If-Match holds no ETag of an entity.", OneETag, [new FieldError("If-Match", "is \"<version>\" or *")])),
    };

    /// <summary>Whether <c>If-None-Match: *</c> demands that the entity does not exist.</summary>
    public static bool MustNotExist(ApiRequest request) => request.Context.Request.Headers.IfNoneMatch.ToString() switch
    {
        "" => false,
        "*" => true,
        _ => throw new ThreeDbException(ErrorCodes.InvalidParameter, "If-None-Match is * on a write.", "Send *, or leave the header out.", [new FieldError("If-None-Match", "is *")]),
    };

    /// <summary>Whether the caller has this version already. Compared weakly (RFC 9110, 13.1.2), because what compresses answers on their way weakens their tags.</summary>
    public static bool IsKnown(ApiRequest request, long version)
    {
        var tag = TagOf(version);
        return request.Context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(sent => sent == "*" || sent == tag || sent == "W/" + tag);
    }

    /// <summary>Refuses a precondition that the operation does not know, and one that says nothing: neither may pass for an unconditional request.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static void Check(HttpContext context, ApiEndpoint endpoint)
    {
        foreach (var name in (ReadOnlySpan<string>)[IfMatch.Name, IfNoneMatch.Name])
        {
            if (!context.Request.Headers.TryGetValue(name, out var value))
            {
                continue;
            }

            if (endpoint.Headers.All(header => header.Name != name))
            {
                throw new ThreeDbException(ErrorCodes.InvalidParameter, $"This operation does not take {name}.", "Leave the header out; nothing was done.", [new FieldError(name, "is not taken here")]);
            }

            if (string.IsNullOrWhiteSpace(value.ToString()))
            {
                throw new ThreeDbException(ErrorCodes.InvalidParameter, $"{name} is empty; nothing was done.", OneETag, [new FieldError(name, "is empty")]);
            }
        }
    }

    private static long? Version(string header) =>
        header is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
