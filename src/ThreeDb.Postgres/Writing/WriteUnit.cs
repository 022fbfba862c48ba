using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Mutations that succeed or fail together. Several units share a transaction; each fails alone.</summary>
internal sealed class WriteUnit
{
    private readonly TaskCompletionSource<TransactionResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteUnit(int tenant, string actor, IReadOnlyList<PreparedMutation> mutations, IdempotencyRequest? idempotency, CancellationToken cancellationToken)
    {
        Tenant = tenant;
        Actor = actor;
        Mutations = mutations;
        Idempotency = idempotency;
        CancellationToken = cancellationToken;
        Size = mutations.Sum(SizeOf);
    }

    public int Tenant { get; }

    public string Actor { get; }

    public IReadOnlyList<PreparedMutation> Mutations { get; }

    public IdempotencyRequest? Idempotency { get; }

    /// <summary>Stops the unit while it waits; once it is being written it runs to its end.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>About how many bytes of JSON the unit carries.</summary>
    public long Size { get; }

    /// <summary>When it was queued, by the queue's clock.</summary>
    public long Queued { get; set; }

    public Task<TransactionResult> Result => _done.Task;

    /// <summary>What the unit works on, so that no two transactions of this process get in each other's way, and order is kept.</summary>
    public IReadOnlyList<Claim> Claims => field ??= [.. ListClaims()];

    private static long SizeOf(PreparedMutation mutation) => 200 + (mutation switch
    {
        PreparedCreate create => Length(create.Patch ?? create.Document.Data),
        PreparedReplace replace => Length(replace.Data),
        PreparedMerge merge => Length(merge.Patch),
        PreparedRestore restore => Length(restore.Data),
        PreparedRelate { Relation.Data: { } data } => Length(data),
        _ => 0,
    });

    private static int Length(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).Length;

    private IEnumerable<Claim> ListClaims()
    {
        if (Idempotency is { } request)
        {
            yield return Claim.Between("", request.Key);
        }

        foreach (var mutation in Mutations)
        {
            switch (mutation)
            {
                case PreparedCreate create:
                    yield return Claim.Of(create.Id);
                    foreach (var link in create.Document.Links)
                    {
                        yield return Claim.End(link.Target);
                    }

                    break;
                case PreparedEntityMutation entity:
                    yield return Claim.Of(entity.Id);
                    break;
                case PreparedRelate { Relation: var relation }:
                    yield return Claim.End(relation.From);
                    yield return Claim.End(relation.To);
                    yield return Claim.Between(relation.From, relation.To);
                    break;
                case PreparedUnrelate { Relation: var relation }:
                    yield return Claim.End(relation.From);
                    yield return Claim.End(relation.To);
                    yield return Claim.Between(relation.From, relation.To);
                    break;
            }
        }
    }

    public void Succeed(TransactionResult result) => _done.TrySetResult(result);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(CancellationToken);
}

/// <summary>A request that is done at most once.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="Fingerprint">SHA-256 of the request, so that another request under the same key is refused.</param>
internal sealed record IdempotencyRequest(string Key, byte[] Fingerprint);
