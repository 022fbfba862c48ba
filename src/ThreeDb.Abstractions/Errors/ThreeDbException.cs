namespace ThreeDb;

/// <summary>A failure of the outside world or of a request, with a stable code and a remedy.</summary>
/// <remarks>
/// <see cref="Exception.Message"/> says what happened, to what, and never holds another tenant's data or the text of a statement.
/// Misuse of the library (a null argument, a disposed object) is reported by the exceptions of the BCL instead.
/// </remarks>
public class ThreeDbException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="detail">What happened this time, as a sentence; the code's title when null.</param>
    /// <param name="hint">What to do about it; the code's remedy when null.</param>
    /// <param name="errors">Faults by place, when there are several.</param>
    /// <param name="inner">The cause, for logs.</param>
    public ThreeDbException(ErrorCode code, string? detail = null, string? hint = null, IReadOnlyList<FieldError>? errors = null, Exception? inner = null)
        : base(detail ?? Required(code).Title + ".", inner)
    {
        Code = code;
        Hint = hint ?? code.Remedy;
        Errors = errors ?? [];
    }

    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; }

    /// <summary>What to do about it.</summary>
    public string Hint { get; }

    /// <summary>Faults by place in the request, empty when there is only one and the message says it.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>How long to wait before trying again, when known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed when sent again unchanged.</summary>
    public bool IsTransient => Code.IsTransient;

    private static ErrorCode Required(ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code;
    }
}
