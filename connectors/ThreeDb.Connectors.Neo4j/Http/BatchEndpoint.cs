using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Where a server takes a batch: the older HTTP API, <c>/db/neo4j/tx/commit</c>, one request and one transaction as well.</summary>
/// <remarks>
/// The Query API of 5.26 reads a request byte by byte, 80 to 100 ns each: longer than it takes to do what a batch says. This one reads as many at a time as there are.
/// It is deprecated, but there wherever nobody has turned it off (TRANSACTIONAL_ENDPOINTS). Its errors come with status 200.
/// </remarks>
internal static class BatchEndpoint
{
    public static HttpRequestMessage Request(Neo4jSettings settings, Query query, IReadOnlyList<string> bookmarks)
    {
        var request = JsonBody.Post(new Uri(settings.Url, $"db/{settings.Database}/tx/commit"), async chunks =>
        {
            chunks.Json.WriteStartArray("statements"u8);
            chunks.Json.WriteStartObject();
            await JsonBody.WriteAsync(chunks, query).ConfigureAwait(false);
            chunks.Json.WriteEndObject();
            chunks.Json.WriteEndArray();
        });
        request.Headers.Add("access-mode", "WRITE");
        if (bookmarks.Count > 0)
        {
            request.Headers.Add("bookmarks", Line(bookmarks));
        }

        return request;
    }

    /// <summary>The answer; null when nothing was done, and for the sake of this address: the Query API may take it.</summary>
    /// <remarks><c>{"results": [{"columns": ["a"], "data": [{"row": [1]}]}], "errors": [{"code": "…", "message": "…"}], "lastBookmarks": ["…"]}</c></remarks>
    /// <exception cref="JsonException">This is no answer of Neo4j.</exception>
    public static async Task<Answer?> ReadAsync(HttpStatusCode status, Stream stream, Func<JsonElement, bool>? onRow, CancellationToken cancellationToken)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException) when (IsMissing(status) || status == HttpStatusCode.Forbidden)
        {
            return null;
        }

        using (document)
        {
            var error = EngineError.First(document.RootElement);
            if (IsMissing(status) || (error is null ? status == HttpStatusCode.Forbidden : IsAboutTheAddress(error.Code)))
            {
                return null;
            }

            if (error is null)
            {
                Rows(document.RootElement, onRow);
            }

            return new Answer { Error = error, Bookmarks = Bookmarks(document.RootElement) };
        }
    }

    private static bool IsMissing(HttpStatusCode status) => status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone;

    // A member of a cluster that does not lead, or an access mode that is not taken. All client errors leave nothing behind.
    private static bool IsAboutTheAddress(string code) => code.StartsWith("Neo.ClientError.Cluster.", StringComparison.Ordinal)
        || code.StartsWith("Neo.ClientError.Request.", StringComparison.Ordinal) || code == "Neo.ClientError.Statement.AccessMode";

    private static void Rows(JsonElement answer, Func<JsonElement, bool>? onRow)
    {
        try
        {
            foreach (var row in answer.GetProperty("results")[0].GetProperty("data").EnumerateArray())
            {
                onRow?.Invoke(row.GetProperty("row"));
            }
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new JsonException("The answer is not one of the HTTP API.", e);
        }
    }

    private static IReadOnlyList<string> Bookmarks(JsonElement answer) =>
        answer.TryGetProperty("lastBookmarks", out var given) && given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray().Select(bookmark => bookmark.GetString()!)] : [];

    private static string Line(IReadOnlyList<string> bookmarks)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        JsonBody.WriteTexts(json, bookmarks);
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
