using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Answers with a problem.</summary>
internal static class ProblemWriter
{
    /// <summary>The HTTP status of a kind of failure.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => StatusCodes.Status400BadRequest,
        ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static Task WriteAsync(HttpContext context, ThreeDbException e) => WriteAsync(context, Problem.Of(e, StatusOf(e.Code.Kind), context));

    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        // Headers such as Accept-Patch or Allow belong to the refusal and stay.
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.ETag = default;
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = Math.Ceiling(seconds).ToString();
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        response.ContentType = "application/problem+json; charset=utf-8";
        await JsonSerializer.SerializeAsync(response.Body, problem, ThreeDbJson.Options, CancellationToken.None);
    }
}
