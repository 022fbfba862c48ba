using System.Globalization;

namespace ThreeDb.Postgres;

/// <summary>An order as a list of expressions that are never null, so that a page can begin behind any row.</summary>
/// <remarks>
/// A field gives four of them: whether it is missing (such entities come last, either way), the rank of its JSON type, its value as a
/// number, its value as a text (the beginning of it: the cursor carries it); a saved score gives two. The last expression of every order is <c>seq</c>.
/// An order that a saved score leads is one of two parts: first the entities that have the score, which an index gives in order, then those without.
/// </remarks>
internal sealed class SortOrder
{
    private readonly List<Key> _keys = [];
    private readonly bool? _scored;
    private string? _range;

    private SortOrder(bool? scored) => _scored = scored;

    /// <summary>How many values a cursor of this order has.</summary>
    public int Length => _keys.Count;

    /// <summary>The joins that the expressions need, behind the row <c>e</c>.</summary>
    public string Joins { get; private set; } = "";

    /// <summary>A further condition for the rows of this part.</summary>
    public string Condition { get; private set; } = "";

    /// <summary>The order: one, or two parts that follow one another.</summary>
    public static IReadOnlyList<SortOrder> Of(IReadOnlyList<SortKey> keys, SqlBuilder sql) =>
        keys is [var first, ..] && FieldPath.IsScore(first.Field) ? [Of(keys, scored: true, sql), Of(keys, scored: false, sql)] : [Of(keys, scored: null, sql)];

    private static SortOrder Of(IReadOnlyList<SortKey> keys, bool? scored, SqlBuilder sql)
    {
        var order = new SortOrder(scored);
        for (var i = 0; i < keys.Count; i++)
        {
            order.Add(keys[i], sql, i);
        }

        order._keys.Add(new Key("e.seq", "bigint", Descending: false));
        return order;
    }

    /// <summary>What follows <c>order by</c>.</summary>
    public string OrderBy => string.Join(", ", _keys.Where(key => !key.IsConstant).Select(key => key.Expression + (key.Descending ? " desc" : "")));

    /// <summary>The expressions as columns of text, for the cursor.</summary>
    public string Columns => string.Join(", ", _keys.Select(key => $"({key.Expression})::text"));

    /// <summary>The condition for rows behind the one with these values.</summary>
    public string Behind(IReadOnlyList<string> values, SqlBuilder sql)
    {
        var condition = "false";
        for (var i = _keys.Count - 1; i >= 0; i--)
        {
            var (expression, type, descending, _) = _keys[i];
            var value = $"{sql.Text(values[i])}::{type}";
            var later = $"{expression} {(descending ? "<" : ">")} {value}";
            condition = i == _keys.Count - 1 ? later : $"({later} or ({expression} = {value} and {condition}))";
        }

        // Said once more so that an index can begin there.
        return _range is null ? condition : $"{_range} {(_keys[1].Descending ? "<=" : ">=")} {sql.Text(values[1])}::float8 and {condition}";
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

        if (path.Score is { } score)
        {
            AddScore(score, key.Descending, sql, index);
            return;
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

    private void AddScore(string name, bool descending, SqlBuilder sql, int index)
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"o{index}");
        var scored = index == 0 ? _scored : null;
        if (scored == false)
        {
            // The offset keeps it a look-up for each entity: joined, all scores would be read.
            Condition = $" and not exists (select 1 from threedb.score {row} where {ScoreSql.Of(row, name, sql)} offset 0)";
            _keys.Add(new Key("1::int", "int", Descending: false, IsConstant: true));
            _keys.Add(new Key("0::float8", "float8", descending, IsConstant: true));
            return;
        }

        Joins += $" {(scored == true ? "" : "left ")}join threedb.score {row} on {ScoreSql.Of(row, name, sql)}";
        if (scored == true)
        {
            _range = row + ".value";
            _keys.Add(new Key("0::int", "int", Descending: false, IsConstant: true));
            _keys.Add(new Key(_range, "float8", descending));
            return;
        }

        _keys.Add(new Key($"(({row}.value is null)::int)", "int", Descending: false));
        _keys.Add(new Key($"coalesce({row}.value, 0)", "float8", descending));
    }

    private static ThreeDbException Fault(int index, string detail) =>
        new(ErrorCodes.InvalidParameter, detail, errors: [new FieldError(string.Create(CultureInfo.InvariantCulture, $"/orderBy/{index}"), detail)]);

    private readonly record struct Key(string Expression, string Type, bool Descending, bool IsConstant = false);
}
