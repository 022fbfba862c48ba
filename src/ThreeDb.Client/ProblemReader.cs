using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Turns a problem (RFC 9457) back into the exception that it was.</summary>
internal static class ProblemReader
{
    public static async Task<ThreeDbException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.Content.Headers.ContentType?.MediaType == "application/problem+json" && Read(text, response.Headers.RetryAfter?.Delta) is { } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // Not a problem of 3db, then.
        }

        return new ThreeDbException(ErrorCodes.Internal, $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}, and not as 3db does.",
            "Check the address; a proxy in between may have answered.");
    }

    /// <summary>Reads a problem; null when it is none of 3db.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ThreeDbException? Read(string text, TimeSpan? retryAfter = null) =>
        JsonElement.Parse(text) is var json && json.TryGetProperty("code", out var code) && ErrorCodes.Find(code.GetString() ?? "") is { } known ? Read(json, known, retryAfter) : null;

    // The members that all problems have.
    private static ThreeDbException Read(JsonElement json, ErrorCode code, TimeSpan? retryAfter)
    {
        var errors = json.TryGetProperty("errors", out var list) ? list.Deserialize<List<FieldError>>(ThreeDbJson.Options) : null;
        var problem = new ThreeDbException(code,
            json.TryGetProperty("detail", out var detail) ? detail.GetString() : null,
            json.TryGetProperty("hint", out var hint) ? hint.GetString() : null, errors)
        {
            RetryAfter = retryAfter,
        };
        if (json.TryGetProperty("traceId", out var trace))
        {
            problem.Data["traceId"] = trace.GetString();
        }

        if (json.TryGetProperty("bulk", out var bulk))
        {
            problem.Data["bulk"] = bulk.GetRawText();
        }

        return problem;
    }
}
