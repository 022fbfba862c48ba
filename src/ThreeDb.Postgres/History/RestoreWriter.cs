namespace ThreeDb.Postgres;

/// <summary>Makes earlier versions current again; under an idempotency key at most once.</summary>
internal sealed class RestoreWriter(Restorer restorer, StoreWriter writer, EarlierAnswers answers, PositionCodec positions)
{
    // Each that is lost was won by another write: so many in a row mean that the entity is written all the time.
    private const int MaxRaces = 100;

    public async Task<TransactionResult> WriteAsync(int tenant, string actor, Restoration restoration, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is null)
        {
            return await RepeatAsync(tenant, actor, restoration, request: null, cancellationToken).ConfigureAwait(false);
        }

        using var held = writer.Running.Hold(tenant, idempotencyKey);
        var request = new IdempotencyRequest(idempotencyKey, RequestFingerprint.Of(restoration));
        try
        {
            return await RepeatAsync(tenant, actor, restoration, request, cancellationToken).ConfigureAwait(false);
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
    }

    // Who demands no version does not mind a write that comes between plan and restore: the plan is made again.
    private async Task<TransactionResult> RepeatAsync(int tenant, string actor, Restoration restoration, IdempotencyRequest? request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = await restorer.PlanAsync(tenant, restoration, cancellationToken).ConfigureAwait(false);
            try
            {
                return await writer.WriteAsync(new WriteUnit(tenant, actor, plan, request, cancellationToken)).ConfigureAwait(false);
            }
            catch (ThreeDbException e) when (e.Code == ErrorCodes.VersionMismatch && restoration.IfVersion is null)
            {
                // Somebody wrote it since: another plan. Who demanded no version is told of none.
                if (attempt == MaxRaces)
                {
                    throw new ThreeDbException(ErrorCodes.WriteConflict, inner: e);
                }
            }
        }
    }
}
