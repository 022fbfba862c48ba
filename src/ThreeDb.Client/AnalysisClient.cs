using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Algorithms over HTTP: one answer, a stream of events that tell the progress, or a stream of scores. What cannot be asked is refused before it is sent: JSON has no NaN.</summary>
internal static class AnalysisClient
{
    private const string Address = "/v1/graph/analyses";

    public static async Task<GraphAnalysis> AnalyzeAsync(Wire wire, AnalysisRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        AnalysisRules.Check(request);
        if (progress is null)
        {
            return await wire.AskAsync<AnalysisRequest, GraphAnalysis>(Address, request, cancellationToken).ConfigureAwait(false);
        }

        using var response = await wire.AskAsync(Address, request, "text/event-stream", cancellationToken).ConfigureAwait(false);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), static (_, data) => Encoding.UTF8.GetString(data));
        try
        {
            await foreach (var news in events.EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                switch (news.EventType)
                {
                    case "progress":
                        progress.Report(JsonSerializer.Deserialize<Share>(news.Data, ThreeDbJson.Options)!.Done);
                        break;
                    case "queued":
                        (progress as IAnalysisProgress)?.Queued(JsonSerializer.Deserialize<Place>(news.Data, ThreeDbJson.Options)!.At);
                        break;
                    case "problem":
                        throw ProblemReader.Read(news.Data) ?? new ThreeDbException(ErrorCodes.Internal, "The server's answer could not be read.");
                    case "result":
                        return JsonSerializer.Deserialize<GraphAnalysis>(news.Data, ThreeDbJson.Options)!;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw wire.Unreachable(e);
        }

        throw wire.Unreachable(new IOException("the answer ended before its result"));
    }

    /// <remarks>The server sends scores once it has them all, so that there is no progress to tell but the end.</remarks>
    public static async IAsyncEnumerable<EntityScore> ScoresAsync(Wire wire, AnalysisRequest request, IProgress<double>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AnalysisRules.CheckStream(request);
        using var response = await wire.AskAsync(Address, request, AnswerLines.MediaType, cancellationToken).ConfigureAwait(false);
        progress?.Report(1);
        await foreach (var score in AnswerLines.ReadAsync<EntityScore>(wire, response, cancellationToken).ConfigureAwait(false))
        {
            yield return score;
        }
    }

    private sealed record Share(double Done);

    private sealed record Place([property: System.Text.Json.Serialization.JsonPropertyName("place")] int At);
}
