using ThreeDb.Postgres;

namespace ThreeDb.Server;

/// <summary>Transactions and bulk loads over HTTP.</summary>
internal static class BulkEndpoints
{
    private const string Tag = "Writing";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("POST", "/v1/tx", "transact", "Run mutations in one transaction", TransactAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IdempotencyKey],
            Description = "All or nothing, over any mix of entities and relations; ifVersion is a precondition of each.",
            Accepts = [(MediaTypes.Json, typeof(MutationsForm))],
            Answers = [(200, typeof(TransactionAnswer), "One result for each mutation, in order.")],
            Errors = [ErrorCodes.InvalidMutation, ErrorCodes.EntityNotFound, ErrorCodes.EntityExists, ErrorCodes.VersionMismatch],
        },
        new("POST", "/v1/bulk", "bulk", "Run a stream of mutations", BulkAsync)
        {
            Tag = Tag, Scope = KeyScope.Write,
            Description = "One mutation a line (NDJSON), of any number; order is kept where two touch the same entity.",
            Query = [ApiParameter.Flag("atomic", "All or nothing, instead of each line for itself; default false.")],
            Accepts = [(MediaTypes.NdJson, typeof(MutationForm))],
            Answers = [(200, typeof(BulkAnswer), "What was done; the first 1,000 refused lines with their reasons.")],
            Errors = [ErrorCodes.InvalidMutation, ErrorCodes.InvalidJson, ErrorCodes.InvalidEncoding],
        },
    ];

    private static async Task TransactAsync(ApiRequest request)
    {
        var json = new StrictObject(await request.DocumentsAsync(), "", ErrorCodes.InvalidMutation, "mutations").Required("mutations");
        if (json.ValueKind != System.Text.Json.JsonValueKind.Array)
        {
            throw new ThreeDbException(ErrorCodes.InvalidMutation, "'mutations' is an array.", errors: [new FieldError("/mutations", "must be an array")]);
        }

        var mutations = json.EnumerateArray().Select((item, i) => MutationJson.Read(item, $"/mutations/{i}")).ToList();
        var done = await request.Session.WriteAsync(mutations, request.WriteOptions, guarded: true, request.Aborted);
        await request.WrittenAsync(new TransactionAnswer(done.Results, done.Position), done.Position);
    }

    private static async Task BulkAsync(ApiRequest request)
    {
        MediaTypes.Check(request.Context, request.Endpoint);
        var lines = new MutationLines(request.Context.Request.BodyReader, request.Services.Options.MaxBodyBytes, request.Services.Options.Json.Around());
        var options = new BulkOptions { Atomic = request.Flag("atomic") };
        var summary = await request.Session.BulkAsync(lines.ReadAsync(request.Aborted), options, guarded: true, request.Aborted);
        var answer = BulkAnswer.Of(summary);
        if (!summary.RolledBack)
        {
            await request.WrittenAsync(answer, summary.Position);
            return;
        }

        var cause = summary.Errors[0];
        var undone = new ThreeDbException(cause.Error.Code, $"Line {cause.Line}: {cause.Error.Message} Nothing was written.", cause.Error.Hint, cause.Error.Errors);
        await ProblemWriter.WriteAsync(request.Context, Problem.Of(undone, ProblemWriter.StatusOf(undone.Code.Kind), request.Context) with { Bulk = answer });
    }
}

/// <summary>The body of a transaction.</summary>
/// <param name="Mutations">1 to 10,000 mutations.</param>
internal sealed record MutationsForm(IReadOnlyList<MutationForm> Mutations);

/// <summary>What a transaction did.</summary>
/// <param name="Results">One result for each mutation.</param>
/// <param name="Position">The point in the change log from which on every read sees the writes.</param>
internal sealed record TransactionAnswer(IReadOnlyList<MutationResult> Results, Position Position);
