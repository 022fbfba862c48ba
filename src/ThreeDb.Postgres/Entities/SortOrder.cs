using System.Globalization;

namespace ThreeDb.Postgres;

/// <summary>An order as a list of expressions that are never null, so that a page can begin behind any row.</summary>
/// <remarks>
/// A field gives four of them: whether it is missing (such entities come last, either way), the rank of its JSON type, its value as a
/// number, its value as a text (the beginning of it: the cursor carries it). The last expression of every order is <c>seq</c>.
/// </remarks>
internal sealed class SortOrder
{
    private readonly List<Key> _keys = [];

    private SortOrder()
    {
    }

    /// <summary>How many values a cursor of this order has.</summary>
    public int Length => _keys.Count;

    public static SortOrder Of(IReadOnlyList<SortKey> keys, SqlBuilder sql)
    {
        var order = new SortOrder();
        for (var i = 0; i < keys.Count; i++)
        {
            order.Add(keys[i], sql, i);
        }

        order._keys.Add(new Key("e.seq", "bigint", Descending: false));
        return order;
    }

    /// <summary>What follows <c>order by</c>.</summary>
    public string OrderBy => string.Join(", ", _keys.Select(key => key.Expression + (key.Descending ? " desc" : "")));

    /// <summary>The expressions as columns of text, for the cursor.</summary>
    public string Columns => string.Join(", ", _keys.Select(key => $"({key.Expression})::text"));

    /// <summary>The condition for rows behind the one with these values.</summary>
    public string Behind(IReadOnlyList<string> values, SqlBuilder sql)
    {
        var condition = "false";
        for (var i = _keys.Count - 1; i >= 0; i--)
        {
            var (expression, type, descending) = _keys[i];
            var value = $"{sql.Text(values[i])}::{type}";
            var later = $"{expression} {(descending ? "<" : ">")} {value}";
            condition = i == _keys.Count - 1 ? later : $"({later} or ({expression} = {value} and {condition}))";
        }

        return condition;
    }

    private void Add(SortKey key, SqlBuilder sql, int index)
    {
        FieldPath path;
        try
        {
            path = FieldPath.Parse(key.Field);
        }
        catch (FormatException e)
        {
            throw Fault(index, e.Message);
        }

        if (path.HasWildcard)
        {
            throw Fault(index, $"'{path}' leads to several values; an order needs one.");
        }

        if (path.IsSystem)
        {
            var (column, type) = SystemFieldSql.ColumnOf(path);
            if (path.Text == "$project")
            {
                _keys.Add(new Key($"(({column} is null)::int)", "int", Descending: false));
                column = $"coalesce({column}, '')";
            }

            _keys.Add(new Key(type == "text" ? column + " collate \"C\"" : column, type, key.Descending));
            return;
        }

        var value = JsonPathSql.At("e.data", [.. path.Segments.Select(segment => segment.Name)], sql);
        var kind = $"coalesce(jsonb_typeof({value}), '')";
        _keys.Add(new Key($"(({value} is null)::int)", "int", Descending: false));
        _keys.Add(new Key($"coalesce(array_position('{{null,boolean,number,string,array,object}}'::text[], {kind}), 0)", "int", key.Descending));
        _keys.Add(new Key($"(case {kind} when 'number' then ({value})::numeric when 'boolean' then ({value})::boolean::int::numeric else 0 end)", "numeric", key.Descending));
        _keys.Add(new Key($"left(case {kind} when 'string' then {value} #>> '{{}}' when 'array' then ({value})::text when 'object' then ({value})::text else '' end, {SortKey.MaxText}) collate \"C\"", "text", key.Descending));
    }

    private static ThreeDbException Fault(int index, string detail) =>
        new(ErrorCodes.InvalidParameter, detail, errors: [new FieldError(string.Create(CultureInfo.InvariantCulture, $"/orderBy/{index}"), detail)]);

    private readonly record struct Key(string Expression, string Type, bool Descending);
}
