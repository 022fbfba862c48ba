using System.Globalization;

namespace ThreeDb.Client;

/// <summary>Versions over HTTP.</summary>
internal sealed class HistoryClient(Wire wire) : IHistory
{
    public Task<HistoryPage> ListAsync(string id, int limit = 50, string? after = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<HistoryPage>(Wire.Entity(id, "/history" + Wire.Query(("limit", limit), ("after", after))), cancellationToken);

    public Task<EntityVersion> GetAsync(string id, long version, CancellationToken cancellationToken = default) =>
        wire.GetAsync<EntityVersion>(Wire.Entity(id, string.Create(CultureInfo.InvariantCulture, $"/history/{version}")), cancellationToken);

    public Task<JsonPatch> DiffAsync(string id, long from, long to, CancellationToken cancellationToken = default) =>
        wire.GetAsync<JsonPatch>(Wire.Entity(id, "/diff" + Wire.Query(("from", from), ("to", to))), cancellationToken);

    public Task<EntityVersion?> AsOfAsync(string id, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        wire.FindAsync<EntityVersion>(Wire.Entity(id, "?asOf=" + Uri.EscapeDataString(time.UtcDateTime.ToString("O"))), ErrorCodes.VersionNotFound, cancellationToken);

    public async Task<EntityWrite> RestoreAsync(string id, long? version = null, ChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Wire.Entity(id, "/restore" + Wire.Query(("version", version))));
        Wire.SetVersion(request, options?.IfVersion);
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        return await wire.SendAsync<EntityWrite>(request, cancellationToken).ConfigureAwait(false);
    }
}
