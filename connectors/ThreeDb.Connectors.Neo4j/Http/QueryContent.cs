using System.Net;
using System.Net.Http.Headers;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>The body of a request to the Query API, written while it is sent.</summary>
internal sealed class QueryContent : HttpContent
{
    private readonly Query _query;
    private readonly IReadOnlyList<string> _bookmarks;

    public QueryContent(Query query, IReadOnlyList<string> bookmarks)
    {
        _query = query;
        _bookmarks = bookmarks;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var chunks = new JsonChunks(stream, cancellationToken);
        await using var ownChunks = chunks.ConfigureAwait(false);
        var json = chunks.Json;
        json.WriteStartObject();
        json.WriteString("statement"u8, _query.Statement);
        if (_query.IsRead)
        {
            json.WriteString("accessMode"u8, "READ"u8);
        }

        if (_bookmarks.Count > 0)
        {
            json.WriteStartArray("bookmarks"u8);
            foreach (var bookmark in _bookmarks)
            {
                json.WriteStringValue(bookmark);
            }

            json.WriteEndArray();
        }

        if (_query.Parameters is { } parameters)
        {
            json.WriteStartObject("parameters"u8);
            await parameters(chunks).ConfigureAwait(false);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        await chunks.SendAsync().ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
