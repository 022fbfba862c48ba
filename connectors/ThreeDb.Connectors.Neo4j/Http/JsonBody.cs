using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>The body of a request, an object of JSON that is written while it is sent.</summary>
/// <param name="members">Writes its members.</param>
internal sealed class JsonBody(Func<JsonChunks, Task> members) : HttpContent
{
    /// <summary>A request with such a body.</summary>
    public static HttpRequestMessage Post(Uri address, Func<JsonChunks, Task> members)
    {
        var body = new JsonBody(members);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
    }

    /// <summary>Writes a statement and its parameters.</summary>
    public static async Task WriteAsync(JsonChunks chunks, Query query)
    {
        chunks.Json.WriteString("statement"u8, query.Statement);
        if (query.Parameters is { } parameters)
        {
            chunks.Json.WriteStartObject("parameters"u8);
            await parameters(chunks).ConfigureAwait(false);
            chunks.Json.WriteEndObject();
        }
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var chunks = new JsonChunks(stream, cancellationToken);
        await using var ownChunks = chunks.ConfigureAwait(false);
        chunks.Json.WriteStartObject();
        await members(chunks).ConfigureAwait(false);
        chunks.Json.WriteEndObject();
        await chunks.SendAsync().ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
