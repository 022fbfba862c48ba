using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Answers with a line for each item (NDJSON), as they come.</summary>
internal static class AnswerLines
{
    private const int FlushEvery = 1_000;

    /// <remarks>A failure before the first item is a problem; one after it cuts the connection, so that nobody takes a part for the whole.</remarks>
    public static async Task WriteAsync<T>(ApiRequest request, IAsyncEnumerable<T> items)
    {
        await using var all = items.GetAsyncEnumerator(request.Aborted);
        var more = await all.MoveNextAsync();
        var response = request.Context.Response;
        response.ContentType = MediaTypes.NdJson;
        using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = ThreeDbJson.Options.Encoder, SkipValidation = true });
        for (var count = 1; more; count++)
        {
            JsonSerializer.Serialize(writer, all.Current, ThreeDbJson.Options);
            writer.Flush();
            response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
            response.BodyWriter.Advance(1);
            writer.Reset();
            if (count % FlushEvery == 0)
            {
                await response.BodyWriter.FlushAsync(request.Aborted);
            }

            more = await all.MoveNextAsync();
        }

        await response.BodyWriter.FlushAsync(request.Aborted);
    }
}
