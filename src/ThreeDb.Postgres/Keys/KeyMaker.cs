using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Makes API keys; under an idempotency key one at most.</summary>
/// <remarks>A secret is stored nowhere, so a repetition cannot be given it again: it is refused, with the id of the key that was made.</remarks>
internal sealed class KeyMaker(StoreConnections connections, EarlierAnswers answers, RunningKeys running, TimeProvider time)
{
    public async Task<NewApiKey> MakeAsync(int tenant, string tenantName, string createdBy, KeyRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is null)
        {
            return (await InsertAsync(tenant, tenantName, createdBy, request, null, cancellationToken).ConfigureAwait(false))!;
        }

        using var held = running.Hold(tenant, idempotencyKey);
        var once = new IdempotencyRequest(idempotencyKey, RequestFingerprint.Of(request));
        await RefuseRepetitionAsync(tenant, once, cancellationToken).ConfigureAwait(false);
        if (await InsertAsync(tenant, tenantName, createdBy, request, once, cancellationToken).ConfigureAwait(false) is { } made)
        {
            return made;
        }

        // Another process was faster with the same idempotency key.
        await RefuseRepetitionAsync(tenant, once, cancellationToken).ConfigureAwait(false);
        throw new ThreeDbException(ErrorCodes.WriteConflict);
    }

    private async Task RefuseRepetitionAsync(int tenant, IdempotencyRequest once, CancellationToken cancellationToken)
    {
        if (await answers.FindAsync(tenant, once.Key, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            var id = earlier.For(once.Fingerprint).GetProperty("keyId").GetString();
            throw new ThreeDbException(ErrorCodes.KeyMadeAlready, $"This request made the key '{id}' before; its secret was in the first answer and is kept nowhere.",
                $"Use that secret if the first answer arrived. If it is lost, revoke the key (DELETE /v1/keys/{id}, or '3db key revoke {id}') and create another with a new Idempotency-Key.");
        }
    }

    /// <summary>Inserts a key; null when the idempotency key is taken.</summary>
    private async Task<NewApiKey?> InsertAsync(int tenant, string tenantName, string createdBy, KeyRequest request, IdempotencyRequest? once, CancellationToken cancellationToken)
    {
        request.Check(time.GetUtcNow());
        var token = KeyToken.Make();
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        batch.Add("""
            with once as (
                insert into threedb.idempotency (tenant_id, key, fingerprint, result) select $1, $8, $9, jsonb_build_object('keyId', $2) where $8 is not null
                on conflict do nothing returning 1)
            insert into threedb.api_key (tenant_id, key_id, hash, actor, scope, created_by, expires_at) select $1, $2, $3, $4, $5, $6, $7
            where $8 is null or exists (select from once)
            returning created_at, expires_at
            """).Int(tenant).Text(token.Id).Bytes(token.Hash()).Text(request.Actor).Typed((short)request.Scope, NpgsqlDbType.Smallint)
            .Text(createdBy).Typed(request.ExpiresAt?.UtcDateTime, NpgsqlDbType.TimestampTz).Text(once?.Key).Typed(once?.Fingerprint, NpgsqlDbType.Bytea);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var made = await reader.RowAsync(cancellationToken).ConfigureAwait(false)
            ? new ApiKey(token.Id, tenantName, request.Actor, request.Scope, reader.Time(0), createdBy, reader.TimeOrNull(1), null)
            : null;
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return made is null ? null : new NewApiKey(made, token.ToString());
    }
}

/// <summary>A key that is wanted.</summary>
/// <param name="Actor">The name under which changes are recorded.</param>
/// <param name="Scope">What it allows.</param>
/// <param name="ExpiresAt">When it ends to be valid; null for never.</param>
internal sealed record KeyRequest(string Actor, KeyScope Scope, DateTimeOffset? ExpiresAt)
{
    /// <exception cref="ThreeDbException"><c>TDB1009</c>, <c>TDB1017</c>.</exception>
    public void Check(DateTimeOffset now)
    {
        Identifiers.CheckName(Actor, "actor", "/actor");
        if (!Enum.IsDefined(Scope))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "The scope is read, write or admin.", errors: [new FieldError("/scope", "read, write or admin")]);
        }

        if (ExpiresAt <= now)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "The key would have expired already.", "Give a time in the future, or leave 'expiresAt' out.", [new FieldError("/expiresAt", "must be in the future")]);
        }
    }
}
