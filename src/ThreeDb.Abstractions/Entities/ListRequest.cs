namespace ThreeDb;

/// <summary>Which entities to list, in which order.</summary>
public sealed record ListRequest
{
    /// <summary>The largest page that is given, whatever was asked for.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only entities of this type; all types when null.</summary>
    public string? Type { get; init; }

    /// <summary>Only entities of this project; all when null.</summary>
    public string? Project { get; init; }

    /// <summary>Only entities that the filter matches; all when null.</summary>
    public Filter? Where { get; init; }

    /// <summary>The order; creation order when empty. Ties are broken by creation order.</summary>
    public IReadOnlyList<SortKey> OrderBy { get; init; } = [];

    /// <summary>The size of a page: 1 to 1,000; default 50. A page with 32 MiB of data ends early; <see cref="EntityPage.Next"/> says whether there is more.</summary>
    public int Limit { get; init; } = 50;

    /// <summary><see cref="EntityPage.Next"/> of the page before; the first page when null.</summary>
    public string? After { get; init; }

    /// <summary>Members of the data to return, as field paths; everything when none is named. <c>$score.NAME</c> adds a saved score to <see cref="Entity.Scores"/>.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Whether to count all matches.</summary>
    public CountMode Count { get; init; }
}

/// <summary>Whether and how matches are counted.</summary>
public enum CountMode
{
    /// <summary>They are not counted.</summary>
    None,

    /// <summary>Counted in up to 10,000 entities spread over the tenant, and multiplied: exact for fewer, and never costs more.</summary>
    Estimated,

    /// <summary>Every match is counted; costs a scan.</summary>
    Exact,
}

/// <summary>One key of an order.</summary>
/// <param name="Field">A field path into the data, or a system field: <c>$id</c>, <c>$type</c>, <c>$project</c>, <c>$version</c>, <c>$createdAt</c>, <c>$updatedAt</c>, or a saved score: <c>$score.NAME</c>.</param>
/// <param name="Descending">Largest first.</param>
/// <remarks>Values of different JSON types sort as null, boolean, number, string, array, object; entities without the field come last. Strings sort by code point.</remarks>
public sealed record SortKey(string Field, bool Descending = false)
{
    /// <summary>How many characters of a string count for the order.</summary>
    public const int MaxText = 200;

    /// <summary>Reads <c>price</c> (ascending) or <c>-price</c> (descending).</summary>
    public static SortKey Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return text[0] == '-' ? new SortKey(text[1..], Descending: true) : new SortKey(text);
    }

    /// <inheritdoc />
    public override string ToString() => Descending ? "-" + Field : Field;
}

/// <summary>A page of entities.</summary>
/// <param name="Items">The entities, in the order asked for.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
/// <param name="Total">The number of matches over all pages, when asked for.</param>
public sealed record EntityPage(IReadOnlyList<Entity> Items, string? Next, long? Total = null)
{
    /// <summary>Scores that the request names and nobody has saved, so that no entity has one; null when there are none. Said on the first page.</summary>
    public IReadOnlyList<string>? UnknownScores { get; init; }
}
