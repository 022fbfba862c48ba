namespace ThreeDb;

/// <summary>What sort of failure an <see cref="ErrorCode"/> is. HTTP statuses and exit codes follow from it.</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed (HTTP 400).</summary>
    Malformed,

    /// <summary>The request is well-formed but not acceptable (HTTP 422).</summary>
    Invalid,

    /// <summary>The request is larger than the configured limit (HTTP 413).</summary>
    TooLarge,

    /// <summary>The media type of the request is not one that the endpoint takes (HTTP 415).</summary>
    UnsupportedMediaType,

    /// <summary>Nobody could be identified (HTTP 401).</summary>
    Unauthenticated,

    /// <summary>Somebody was identified who may not do this (HTTP 403).</summary>
    Forbidden,

    /// <summary>What was asked for does not exist (HTTP 404).</summary>
    NotFound,

    /// <summary>The state of the store contradicts the request (HTTP 409).</summary>
    Conflict,

    /// <summary>A version demanded by the caller is not the current one (HTTP 412).</summary>
    PreconditionFailed,

    /// <summary>Too many requests (HTTP 429).</summary>
    RateLimited,

    /// <summary>The store cannot be reached or is too busy (HTTP 503).</summary>
    Unavailable,

    /// <summary>The deadline passed before the answer was there (HTTP 504).</summary>
    Timeout,

    /// <summary>The machine or the installation is not fit for what was asked (HTTP 500, exit code 1).</summary>
    Environment,

    /// <summary>A fault of 3db itself (HTTP 500).</summary>
    Internal,
}
