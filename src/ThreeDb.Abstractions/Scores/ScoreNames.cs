namespace ThreeDb;

/// <summary>Which saved scores a request names.</summary>
public static class ScoreNames
{
    /// <summary>Those of a list: in its filter, its order and its selection.</summary>
    public static IReadOnlySet<string> Of(ListRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request.Where, [.. request.OrderBy.Select(key => key.Field), .. request.Select]);
    }

    /// <summary>Those of a query: in its filter, its boosts and its selection.</summary>
    public static IReadOnlySet<string> Of(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var names = Of(query.Where, query.Select);
        names.UnionWith(query.Boost.Keys);
        return names;
    }

    private static SortedSet<string> Of(Filter? where, IEnumerable<string> paths)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Add(where, names);
        names.UnionWith(paths.Where(FieldPath.IsScore).Select(path => FieldPath.Parse(path).Score!));
        return names;
    }

    private static void Add(Filter? filter, SortedSet<string> names)
    {
        switch (filter)
        {
            case FieldFilter { Path.Score: { } name }:
                names.Add(name);
                break;
            case AllFilter all:
                all.Filters.ToList().ForEach(inner => Add(inner, names));
                break;
            case AnyFilter any:
                any.Filters.ToList().ForEach(inner => Add(inner, names));
                break;
            case NotFilter not:
                Add(not.Inner, names);
                break;
        }
    }
}
