using System.Net.Http.Headers;
using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Bulk loads over HTTP.</summary>
internal static class BulkClient
{
    public static async Task<BulkSummary> RunAsync(Wire wire, HttpContent content, BulkOptions? options, CancellationToken cancellationToken)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/bulk" + (options?.Atomic == true ? "?atomic=true" : "")) { Content = content };
        try
        {
            return (await wire.SendAsync<BulkAnswer>(request, cancellationToken).ConfigureAwait(false)).ToSummary();
        }
        catch (ThreeDbException e) when (e.Data["bulk"] is string undone)
        {
            return JsonSerializer.Deserialize<BulkAnswer>(undone, ThreeDbJson.Options)!.ToSummary();
        }
    }

    private sealed record BulkAnswer(
        long Items, long Created, long Updated, long Unchanged, long Deleted, long Failed, bool RolledBack, IReadOnlyList<LineError> Errors, Position? Position)
    {
        public BulkSummary ToSummary() => new()
        {
            Items = Items,
            Created = Created,
            Updated = Updated,
            Unchanged = Unchanged,
            Deleted = Deleted,
            Failed = Failed,
            RolledBack = RolledBack,
            Errors = [.. Errors.Select(error => new BulkError(error.Line,
                new ThreeDbException(ErrorCodes.Find(error.Code) ?? ErrorCodes.Internal, error.Detail, error.Hint, error.Errors)))],
            Position = Position,
        };
    }

    private sealed record LineError(long Line, string Code, string Detail, string Hint, IReadOnlyList<FieldError>? Errors);
}
