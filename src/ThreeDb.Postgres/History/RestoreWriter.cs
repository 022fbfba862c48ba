namespace ThreeDb.Postgres;

/// <summary>Makes earlier versions current again; under an idempotency key at most once.</summary>
internal sealed class RestoreWriter(Restorer restorer, StoreWriter writer, EarlierAnswers answers, PositionCodec positions)
{
    public async Task<TransactionResult> WriteAsync(int tenant, string actor, Restoration restoration, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is null)
        {
            var once = await restorer.PlanAsync(tenant, restoration, cancellationToken).ConfigureAwait(false);
            return await WriteAsync(tenant, actor, restoration, once, request: null, cancellationToken).ConfigureAwait(false);
        }

        using var held = writer.Running.Hold(tenant, idempotencyKey);
        var request = new IdempotencyRequest(idempotencyKey, RequestFingerprint.Of(restoration));
        IReadOnlyList<PreparedMutation> plan;
        try
        {
            plan = await restorer.PlanAsync(tenant, restoration, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (!e.IsTransient)
        {
            // What was done already can seldom be planned again: the entity is no longer deleted, or no longer has the version.
            if (await answers.FindAsync(tenant, idempotencyKey, cancellationToken).ConfigureAwait(false) is not { } earlier)
            {
                throw;
            }

            return new TransactionResult(earlier.ResultsFor(request), positions.Of(earlier));
        }

        return await WriteAsync(tenant, actor, restoration, plan, request, cancellationToken).ConfigureAwait(false);
    }

    // Who demands no version does not mind a write that comes between plan and restore: the plan is made again.
    private async Task<TransactionResult> WriteAsync(
        int tenant, string actor, Restoration restoration, IReadOnlyList<PreparedMutation> plan, IdempotencyRequest? request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await writer.WriteAsync(new WriteUnit(tenant, actor, plan, request, cancellationToken)).ConfigureAwait(false);
            }
            catch (ThreeDbException e) when (e.Code == ErrorCodes.VersionMismatch && restoration.IfVersion is null)
            {
                plan = await restorer.PlanAsync(tenant, restoration, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
