using System.Diagnostics;

namespace ThreeDb.Server;

/// <summary>An error as it goes over the wire (RFC 9457).</summary>
internal sealed record Problem
{
    /// <summary>The page about this kind of error, relative to the server.</summary>
    public required string Type { get; init; }

    /// <summary>What happened, in words that never change.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time.</summary>
    public required string Detail { get; init; }

    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Hint { get; init; }

    /// <summary>Faults by place: JSON Pointers into the body, <c>?name</c> for query parameters.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>Seconds to wait before trying again.</summary>
    public double? RetryAfter { get; init; }

    /// <summary>The trace under which the server logged the request.</summary>
    public string? TraceId { get; init; }

    /// <summary>For an atomic bulk load that was undone: what it had come to.</summary>
    public BulkAnswer? Bulk { get; init; }

    public static Problem Of(ThreeDbException e, int status, HttpContext context) => new()
    {
        Type = "/errors/" + e.Code.Code,
        Title = e.Code.Title,
        Status = status,
        Detail = e.Message,
        Code = e.Code.Code,
        Hint = e.Hint,
        Errors = e.Errors.Count == 0 ? null : e.Errors,
        RetryAfter = e.RetryAfter?.TotalSeconds ?? (e.IsTransient ? 1 : null),
        TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
    };
}
