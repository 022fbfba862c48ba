namespace ThreeDb.Client;

/// <summary>Declarations over HTTP.</summary>
internal sealed class TypesClient(Wire wire) : IEntityTypes
{
    public async Task<EntityType> PutAsync(string name, EntityTypeDefinition definition, CancellationToken cancellationToken = default)
    {
        using var request = Wire.Request(HttpMethod.Put, Address(name), definition);
        return await wire.SendAsync<EntityType>(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<EntityType?> GetAsync(string name, CancellationToken cancellationToken = default) =>
        wire.FindAsync<EntityType>(Address(name), ErrorCodes.TypeNotFound, cancellationToken);

    public async Task<IReadOnlyList<EntityType>> ListAsync(CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<TypesAnswer>("/v1/types", cancellationToken).ConfigureAwait(false)).Items;

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, Address(name));
            using var response = await wire.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.TypeNotFound)
        {
            return false;
        }
    }

    private static string Address(string name)
    {
        Identifiers.CheckName(name, "type", "/name");
        return "/v1/types/" + name;
    }

    private sealed record TypesAnswer(IReadOnlyList<EntityType> Items);
}
