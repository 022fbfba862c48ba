namespace ThreeDb.Client;

/// <summary>Projections over HTTP.</summary>
internal sealed class SyncClient(Wire wire) : ISync
{
    public async Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<ProjectionStatus>>("/v1/projections", cancellationToken).ConfigureAwait(false)).Items;

    public Task<ProjectionStatus> GetAsync(string name, CancellationToken cancellationToken = default) =>
        wire.GetAsync<ProjectionStatus>(Address(name), cancellationToken);

    public async Task<ProjectionStatus> PutAsync(string name, ProjectionDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Faults.Count == 0
            ? await PutAsync<ProjectionDefinition>(name, definition, cancellationToken).ConfigureAwait(false)
            : throw new ThreeDbException(ErrorCodes.InvalidProjection, FieldError.Summary("The definition", definition.Faults), errors: definition.Faults);
    }

    /// <summary>Declares a projection in its JSON form.</summary>
    public async Task<ProjectionStatus> PutAsync<T>(string name, T definition, CancellationToken cancellationToken)
    {
        using var request = Wire.Request(HttpMethod.Put, Address(name), definition);
        return await wire.SendAsync<ProjectionStatus>(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string name, bool keepData = false, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Address(name, keepData ? "?keepData=true" : ""));
        using var response = await wire.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<ProjectionStatus> PauseAsync(string name, CancellationToken cancellationToken = default) => TellAsync(name, "/pause", cancellationToken);

    public Task<ProjectionStatus> ResumeAsync(string name, CancellationToken cancellationToken = default) => TellAsync(name, "/resume", cancellationToken);

    public Task<ProjectionStatus> RebuildAsync(string name, CancellationToken cancellationToken = default) => TellAsync(name, "/rebuild", cancellationToken);

    public Task<ProjectionStatus> ReconcileAsync(string name, CancellationToken cancellationToken = default) => TellAsync(name, "/reconcile", cancellationToken);

    public async Task<IReadOnlyList<ReconcileReport>> ReportsAsync(string name, int limit = 20, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<ReconcileReport>>(Address(name, "/reports" + Wire.Query(("limit", limit))), cancellationToken).ConfigureAwait(false)).Items;

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string name, int limit = 100, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<Answer<DeadLetter>>(Address(name, "/dead-letters" + Wire.Query(("limit", limit))), cancellationToken).ConfigureAwait(false)).Items;

    public Task<int> RetryAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        LettersAsync(name, "/dead-letters/retry", letters, cancellationToken);

    public Task<int> DiscardAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        LettersAsync(name, "/dead-letters/discard", letters, cancellationToken);

    public Task<RoutedAnswer> QueryAsync(string name, RoutedQuery query, CancellationToken cancellationToken = default) =>
        wire.AskAsync<RoutedQuery, RoutedAnswer>(Address(name, "/query"), query, cancellationToken);

    private static string Address(string name, string rest = "")
    {
        Identifiers.CheckName(name, "projection", "/name");
        return $"/v1/projections/{name}{rest}";
    }

    private async Task<ProjectionStatus> TellAsync(string name, string what, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(name, what));
        return await wire.SendAsync<ProjectionStatus>(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> LettersAsync(string name, string what, IReadOnlyList<long>? letters, CancellationToken cancellationToken)
    {
        using var request = Wire.Request(HttpMethod.Post, Address(name, what), new { letters, all = letters is null });
        return (await wire.SendAsync<LettersAnswer>(request, cancellationToken).ConfigureAwait(false)).Count;
    }

    private sealed record Answer<T>(IReadOnlyList<T> Items);

    private sealed record LettersAnswer(int Count);
}
