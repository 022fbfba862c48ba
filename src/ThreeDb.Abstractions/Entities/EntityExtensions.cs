using System.Text.Json;

namespace ThreeDb;

/// <summary>Entities whose data are your own objects, in the camel-case JSON of <see cref="JsonSerializerOptions.Web"/>.</summary>
public static class EntityExtensions
{
    /// <summary>Creates an entity from an object.</summary>
    public static Task<EntityWrite> CreateAsync<T>(
        this IEntities entities, string type, T data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return entities.CreateAsync(type, ToJson(data), id, options, cancellationToken);
    }

    /// <summary>Replaces the data of an entity by an object.</summary>
    public static Task<EntityWrite> ReplaceAsync<T>(
        this IEntities entities, string id, T data, ChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return entities.ReplaceAsync(id, ToJson(data), options, cancellationToken);
    }

    /// <summary>Merges an object into the data of an entity.</summary>
    public static Task<EntityWrite> MergeAsync<T>(
        this IEntities entities, string id, T patch, ChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return entities.MergeAsync(id, ToJson(patch), options, cancellationToken);
    }

    /// <summary>The data as an object.</summary>
    /// <exception cref="JsonException">The data does not fit.</exception>
    public static T? DataAs<T>(this Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.Data.Deserialize<T>(JsonSerializerOptions.Web);
    }

    private static JsonElement ToJson<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
