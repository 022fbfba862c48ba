namespace ThreeDb.Client;

/// <summary>Edges over HTTP.</summary>
internal sealed class RelationsClient(Wire wire) : IRelations
{
    public async Task<RelationWrite> RelateAsync(Relate relation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        using var request = Wire.Request(HttpMethod.Put, "/v1/relations", new
        {
            from = relation.From,
            type = relation.Type,
            to = relation.To,
            key = relation.Key.Length == 0 ? null : relation.Key,
            data = relation.Data,
            weight = relation.Weight,
            validFrom = relation.ValidFrom,
            validTo = relation.ValidTo,
        });
        return await wire.SendAsync<RelationWrite>(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<WriteReceipt> UnrelateAsync(Unrelate relation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var query = Wire.Query(("from", relation.From), ("type", relation.Type), ("to", relation.To), ("key", relation.Key.Length == 0 ? null : relation.Key));
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/relations" + query);
        return await wire.SendAsync<WriteReceipt>(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<RelationPage> ListAsync(RelationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = Wire.Query(("direction", StrictObject.WordOf(request.Direction)), ("type", request.Types), ("limit", request.Limit), ("after", request.After));
        return request.Id is null
            ? wire.GetAsync<RelationPage>("/v1/relations" + Wire.Query(("type", request.Types), ("limit", request.Limit), ("after", request.After)), cancellationToken)
            : wire.GetAsync<RelationPage>(Wire.Entity(request.Id, "/relations" + query), cancellationToken);
    }
}
