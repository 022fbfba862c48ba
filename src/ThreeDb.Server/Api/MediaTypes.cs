using Microsoft.Net.Http.Headers;

namespace ThreeDb.Server;

/// <summary>The media types of bodies.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string NdJson = "application/x-ndjson";
    public const string Events = "text/event-stream";

    /// <summary>The media type of the body, without parameters; empty when none was named.</summary>
    public static string Of(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : "";

    /// <exception cref="ThreeDbException"><c>TDB1019</c> unless the operation takes the media type; bodies are not compressed.</exception>
    public static void Check(HttpContext context, ApiEndpoint endpoint)
    {
        if (context.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } coded && !coded.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new ThreeDbException(ErrorCodes.UnsupportedMediaType, $"The body is encoded ('{coded}'), which is not taken.", "Send it without Content-Encoding.");
        }

        var sent = Of(context);
        if (endpoint.Accepts.All(accepted => accepted.MediaType != sent))
        {
            var accepted = string.Join(", ", endpoint.Accepts.Select(form => form.MediaType));
            if (endpoint.Method == HttpMethods.Patch)
            {
                context.Response.Headers["Accept-Patch"] = accepted;
            }

            throw new ThreeDbException(ErrorCodes.UnsupportedMediaType,
                sent.Length == 0 ? "The request names no Content-Type." : $"'{sent}' is not taken here.", $"Send {accepted}.");
        }
    }

    /// <summary>Which of some media types the caller wants to be answered with; the first when it does not care, or names none of them.</summary>
    public static string Wanted(HttpContext context, params ReadOnlySpan<string> possible)
    {
        var accepted = context.Request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1);
        foreach (var type in accepted)
        {
            foreach (var one in possible)
            {
                if (type.MediaType.Equals(one, StringComparison.OrdinalIgnoreCase))
                {
                    return one;
                }
            }
        }

        return possible[0];
    }
}
