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
        catch (ThreeDbException e) when (e.Code == ErrorCodes.OutcomeUnknown)
        {
            // A load takes no Idempotency-Key; how to go on is another matter than with a single write.
            throw new ThreeDbException(e.Code, e.Message, options?.Atomic == true
                ? "Either all of it was written or nothing: look for one of its entities before it is sent again. Items that name their ids can be sent again in any case."
                : "Some of what was sent last may have been written. Send it again: items that name their ids are not doubled (3db import --id-field takes them from a field), and an atomic load is all or nothing.",
                e.Errors, e);
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
