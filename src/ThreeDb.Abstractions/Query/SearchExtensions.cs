namespace ThreeDb;

/// <summary>Queries with a single leg, by name.</summary>
public static class SearchExtensions
{
    /// <summary>Finds entities by words, best first, with excerpts.</summary>
    public static async Task<IReadOnlyList<Hit>> SearchAsync(
        this IThreeDb db, string words, string? type = null, Filter? where = null, int limit = 10, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var query = new Query { From = type, Where = where, Limit = limit, Text = new TextLeg { Query = words, Highlight = true } };
        return (await db.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Items;
    }

    /// <summary>Finds entities by meaning, nearest first.</summary>
    public static async Task<IReadOnlyList<Hit>> NearAsync(
        this IThreeDb db, string text, string? type = null, Filter? where = null, int limit = 10, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var query = new Query { From = type, Where = where, Limit = limit, Near = new NearLeg { Text = text } };
        return (await db.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Items;
    }

    /// <summary>Finds the entities that are most similar to one, of its own type unless another is given.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c> without such an entity.</exception>
    public static async Task<IReadOnlyList<Hit>> SimilarAsync(
        this IThreeDb db, string id, string? type = null, Filter? where = null, int limit = 10, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (type is null)
        {
            var entity = await db.Entities.GetAsync(id, cancellationToken).ConfigureAwait(false);
            type = entity?.Type ?? throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
        }

        var query = new Query { From = type, Where = where, Limit = limit, Near = new NearLeg { Entity = id } };
        return (await db.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Items;
    }
}
