using System.Globalization;

namespace ThreeDb.Server;

/// <summary>Entity tags (RFC 9110): the strong tag of an entity is its version in quotes.</summary>
internal static class Preconditions
{
    public static readonly ApiParameter IfMatch = ApiParameter.Text("If-Match", "Change only if the entity has this ETag; * if it exists at all.");
    public static readonly ApiParameter IfNoneMatch = ApiParameter.Text("If-None-Match", "* creates only; with an ETag on GET, 304 when it is still the current one.");
    public static readonly ApiParameter IdempotencyKey = ApiParameter.Text("Idempotency-Key", "A repetition with the same key returns the first answer, for 24 hours.");

    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>What <c>If-Match</c> demands: nothing, that the entity exists, or a version.</summary>
    public static (bool MustExist, long? Version) Match(ApiRequest request) =>
        request.Context.Request.Headers.IfMatch.ToString() is not { Length: > 0 } header ? (false, null)
        : header == "*" ? (true, null)
        : (true, Version(header) ?? throw new ThreeDbException(ErrorCodes.InvalidParameter,
            "If-Match holds no ETag of an entity.", "Send one ETag as 3db gave it, for example \"3\", or *.", [new FieldError("If-Match", "is \"<version>\" or *")]));

    /// <summary>Whether <c>If-None-Match: *</c> demands that the entity does not exist.</summary>
    public static bool MustNotExist(ApiRequest request) => request.Context.Request.Headers.IfNoneMatch.ToString() switch
    {
        "" => false,
        "*" => true,
        _ => throw new ThreeDbException(ErrorCodes.InvalidParameter, "If-None-Match is * on a write.", errors: [new FieldError("If-None-Match", "is *")]),
    };

    /// <summary>Whether the caller has this version already.</summary>
    public static bool IsKnown(ApiRequest request, long version) =>
        request.Context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(TagOf(version));

    private static long? Version(string header) =>
        header is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
