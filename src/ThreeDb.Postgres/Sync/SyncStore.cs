using System.Text.Json;
using NpgsqlTypes;
using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>What is kept about projections. Every change of what people want wakes the runners of all processes.</summary>
internal sealed class SyncStore(StoreConnections connections, StoreConnections leading, FeedServices feed, ChangeSignal signal, string database, TimeProvider time) : ISyncStore
{
    public string Database => database;

    public async Task<IReadOnlyList<int>> TenantsAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            var tenants = new List<int>();
            await new AdminSql(connection, cancellationToken)
                .EachAsync("select * from threedb.tenants_with_projections()", row => tenants.Add(row.GetInt32(0))).ConfigureAwait(false);
            return tenants;
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            if (PostgresErrors.IsAway(e))
            {
                connections.Clear();
            }

            throw translated;
        }
    }

    public async Task<IChangeSource> SourceAsync(int tenant, CancellationToken cancellationToken)
    {
        var names = await ReadAsync(tenant, batch => batch.Add("select name from threedb.tenant where tenant_id = $1").Int(tenant),
            row => row.Get<string>(0), cancellationToken).ConfigureAwait(false);
        return names is [var name] ? new ChangeSource(feed, tenant, name) : throw new ThreeDbException(ErrorCodes.TenantNotFound);
    }

    public Task<IReadOnlyList<ProjectionRecord>> ListAsync(int tenant, CancellationToken cancellationToken) =>
        ReadAsync(tenant, batch => batch.Add(ProjectionRow.SelectAll).Int(tenant), ProjectionRow.Read, cancellationToken);

    // jsonb compares values, not texts: neither the order of members nor white space counts as a change.
    // The version of the settings begins with the microseconds since 2026: what was removed and is declared again under its name never has one that it had before.
    public async Task PutAsync(int tenant, string name, ProjectionDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var put = await WriteAsync(tenant, batch => batch.Add("""
            insert into threedb.projection as p (tenant_id, name, kind, settings, rules, settings_version)
            values ($1, $2, $3, $4, $5, (extract(epoch from clock_timestamp()) * 1000000)::bigint - 1767225600000000)
            on conflict (tenant_id, name) do update set kind = excluded.kind, settings = excluded.settings, rules = excluded.rules,
                settings_version = p.settings_version + ((p.kind, p.settings) is distinct from (excluded.kind, excluded.settings))::int,
                rules_version = p.rules_version + (p.rules is distinct from excluded.rules)::int, asked_at = clock_timestamp()
            where not p.dropping
            returning 1
            """).Int(tenant).Text(name).Text(definition.Kind).Typed(Json(definition.Settings), NpgsqlDbType.Jsonb)
            .Typed(definition.Rules is null ? null : JsonSerializer.Serialize(definition.Rules, ThreeDbJson.Options), NpgsqlDbType.Jsonb), cancellationToken).ConfigureAwait(false);
        if (put == 0)
        {
            throw new ThreeDbException(ErrorCodes.WriteConflict, $"The projection '{name}' is being removed.", "Repeat the request once it is gone.");
        }
    }

    public Task DeleteAsync(int tenant, string name, CancellationToken cancellationToken) =>
        WriteAsync(tenant, batch => batch.Add("delete from threedb.projection where tenant_id = $1 and name = $2").Int(tenant).Text(name), cancellationToken);

    public async Task<bool> RequestAsync(int tenant, string name, SyncRequest request, CancellationToken cancellationToken)
    {
        var set = request switch
        {
            SyncRequest.Pause => "paused = true",
            SyncRequest.Resume => "paused = false, resumes_wanted = resumes_wanted + 1",
            SyncRequest.Rebuild => "rebuilds_wanted = rebuilds_wanted + 1",
            SyncRequest.Reconcile => "reconciles_wanted = reconciles_wanted + 1",
            SyncRequest.Drop => "dropping = true",
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "There is no such request."),
        };
        return await WriteAsync(tenant,
            batch => batch.Add($"update threedb.projection set {set}, asked_at = clock_timestamp() where tenant_id = $1 and name = $2").Int(tenant).Text(name), cancellationToken).ConfigureAwait(false) > 0;
    }

    public Task<ILeadership?> TryLeadAsync(int tenant, string name, CancellationToken cancellationToken) =>
        Leadership.TryTakeAsync(connections, leading, tenant, name, time, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int tenant, string name, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, batch => batch.Add(DeadLetters.List).Int(tenant).Text(name).Int(limit), DeadLetters.Read, cancellationToken);

    public async Task<IReadOnlySet<RowKey>> ParkedKeysAsync(int tenant, string name, CancellationToken cancellationToken) =>
        (await ReadAsync(tenant, batch => batch.Add(DeadLetters.Parked).Int(tenant).Text(name), row => DeadLetters.Key(row, 0), cancellationToken).ConfigureAwait(false)).ToHashSet();

    public Task<int> RetryAsync(int tenant, string name, IReadOnlyList<long>? letters, CancellationToken cancellationToken) =>
        ChooseAsync(tenant, name, DeadLetters.Retry, letters, cancellationToken);

    public Task<int> DiscardAsync(int tenant, string name, IReadOnlyList<long>? letters, CancellationToken cancellationToken) =>
        ChooseAsync(tenant, name, DeadLetters.Discard, letters, cancellationToken);

    public Task<IReadOnlyList<ReconcileReport>> ReportsAsync(int tenant, string name, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tenant, batch => batch.Add("""
            select report from threedb.reconcile_report where tenant_id = $1 and projection = $2 order by number desc limit $3
            """).Int(tenant).Text(name).Int(limit), row => row.Json(0).Deserialize<ReconcileReport>(ThreeDbJson.Options)!, cancellationToken);

    private static string? Json(JsonElement? json) => json is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value.GetRawText() : null;

    private Task<int> ChooseAsync(int tenant, string name, string sql, IReadOnlyList<long>? letters, CancellationToken cancellationToken) => WriteAsync(tenant,
        batch => batch.Add(sql).Int(tenant).Text(name).Typed(letters?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint), cancellationToken);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(int tenant, Action<TenantBatch> ask, Func<TenantReader, T> read, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        ask(batch);
        return await batch.RowsAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one statement, and wakes whoever it concerns.</summary>
    /// <returns>How many rows it touched.</returns>
    private async Task<int> WriteAsync(int tenant, Action<TenantBatch> ask, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        ask(batch);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        signal.Committed();
        return reader.Touched;
    }
}
