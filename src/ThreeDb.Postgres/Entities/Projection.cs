using System.Text.Json;
using System.Text.Json.Nodes;

namespace ThreeDb.Postgres;

/// <summary>Reduces the data of an entity to selected fields, and adds selected scores.</summary>
internal sealed class Projection
{
    private const int MaxFields = 100;

    private readonly IReadOnlyList<FieldPath> _fields;

    private readonly IReadOnlyList<string> _scores;

    private Projection(IReadOnlyList<FieldPath> paths)
    {
        _fields = [.. paths.Where(path => !path.IsSystem)];
        _scores = [.. paths.Select(path => path.Score).OfType<string>().Distinct()];
    }

    /// <exception cref="ThreeDbException"><c>TDB1017</c> for paths that cannot be selected.</exception>
    public static Projection Of(IReadOnlyList<string> select)
    {
        if (select.Count > MaxFields)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"At most {MaxFields} fields can be selected.", errors: [new FieldError("/select", $"at most {MaxFields}")]);
        }

        return new Projection([.. select.Select(Parse)]);
    }

    /// <summary>Columns of the scores of <c>e</c>, each after a comma; nothing when none is selected.</summary>
    public string Columns(SqlBuilder sql) => string.Concat(_scores.Select(name => $", (select s.value from threedb.score s where {ScoreSql.Of("s", name, sql)})"));

    /// <summary>Adds the scores that <see cref="Columns"/> gave.</summary>
    /// <param name="reader">The row.</param>
    /// <param name="first">Where its scores begin.</param>
    /// <param name="entity">The entity of the row.</param>
    public Entity WithScores(TenantReader reader, int first, Entity entity) => _scores.Count == 0 ? entity : entity with
    {
        Scores = _scores.Index().Where(score => !reader.IsNull(first + score.Index)).ToDictionary(score => score.Item, score => reader.Get<double>(first + score.Index), StringComparer.Ordinal),
    };

    public Entity Apply(Entity entity)
    {
        if (_fields.Count == 0)
        {
            return entity;
        }

        var data = new JsonObject();
        foreach (var field in _fields)
        {
            if (field.Value(entity.Data) is { } value)
            {
                Put(data, field.Segments, value);
            }
        }

        return entity with { Data = JsonSerializer.SerializeToElement(data) };
    }

    private static FieldPath Parse(string text, int index)
    {
        try
        {
            var path = FieldPath.Parse(text);
            return path is { IsSystem: false, HasWildcard: false } or { Score: not null }
                ? path
                : throw new FormatException($"'{text}' cannot be selected; select fields of the data by path, and saved scores as $score.NAME (other system fields are always there).");
        }
        catch (FormatException e)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, e.Message, errors: [new FieldError($"/select/{index}", e.Message)]);
        }
    }

    // Nested fields keep their place; an element of an array is put under its index.
    private static void Put(JsonObject data, IReadOnlyList<FieldPath.Segment> segments, JsonElement value)
    {
        var here = data;
        for (var i = 0; i < segments.Count - 1; i++)
        {
            if (here[segments[i].Name] is not JsonObject inner)
            {
                here[segments[i].Name] = inner = [];
            }

            here = inner;
        }

        here[segments[^1].Name] = JsonNode.Parse(value.GetRawText());
    }
}
