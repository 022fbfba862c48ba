using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>Random filters over the names and values of <see cref="RandomJson"/>.</summary>
internal sealed class RandomFilters(Random random)
{
    private readonly RandomJson _json = new(random);

    public Filter Filter(int depth = 3) => random.Next(depth > 0 ? 9 : 6) switch
    {
        6 => new AllFilter(Some(depth)),
        7 => new AnyFilter(Some(depth)),
        8 => new NotFilter(Filter(depth - 1)),
        _ => Condition(),
    };

    /// <summary>A path: dotted, with <c>[]</c> here and there, or a JSON Pointer.</summary>
    public string Path(bool wildcards = true)
    {
        var names = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomJson.Names[random.Next(RandomJson.Names.Length)]).ToList();
        return names.Any(name => name.Contains('.')) || random.Next(4) == 0
            ? "/" + string.Join('/', names)
            : string.Join('.', names.Select(name => wildcards && random.Next(3) == 0 ? name + "[]" : name));
    }

    private List<Filter> Some(int depth) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Filter(depth - 1))];

    private FieldFilter Condition()
    {
        if (random.Next(12) == 0)
        {
            return System();
        }

        var op = (FilterOperator)random.Next(10);
        var operand = op switch
        {
            FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual => _json.Orderable(),
            FilterOperator.In => JsonSerializer.SerializeToElement(Enumerable.Range(0, random.Next(5)).Select(_ => _json.Value())),
            FilterOperator.Exists => JsonSerializer.SerializeToElement(random.Next(2) == 0),
            FilterOperator.Prefix => JsonSerializer.SerializeToElement(_json.String()),
            _ => _json.Value(depth: 2),
        };
        return (FieldFilter)ThreeDb.Filter.Field(Path(), op, operand);
    }

    private FieldFilter System() => (FieldFilter)(random.Next(4) switch
    {
        0 => ThreeDb.Filter.Field("$id", FilterOperator.Prefix, "d1"),
        1 => ThreeDb.Filter.Field("$version", FilterOperator.GreaterOrEqual, 2),
        2 => ThreeDb.Filter.Field("$project", FilterOperator.Exists, random.Next(2) == 0),
        _ => ThreeDb.Filter.Field("$project", FilterOperator.NotEqual, "p"),
    });
}
