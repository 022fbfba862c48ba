using ThreeDb.Connectors.Resp;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Reads the values of which properties consist.</summary>
internal static class CompactValue
{
    /// <summary>A scalar or an array. What 3db never writes becomes a text that equals nothing that it writes.</summary>
    public static GraphValue Read(RespValue value)
    {
        var parts = value.AsItems();
        return (CompactType)parts[0].AsInt64() switch
        {
            CompactType.Null => default,
            CompactType.String => GraphValue.Of(parts[1].AsText()!),
            CompactType.Integer => GraphValue.Of(parts[1].AsInt64()),
            CompactType.Boolean => GraphValue.Of(parts[1].AsText() == "true"),
            CompactType.Double => GraphValue.Of(parts[1].AsDouble()),
            CompactType.Array => ReadArray(parts[1].AsItems()),
            var type => GraphValue.Of($"\0{type} {parts[1].AsText()}"),
        };
    }

    /// <summary>The members of a map.</summary>
    public static KeyValuePair<string, GraphValue>[] ReadMap(RespValue value)
    {
        var members = value.AsItems()[1].AsItems();
        var map = new KeyValuePair<string, GraphValue>[members.Length / 2];
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = new(members[2 * i].AsText()!, Read(members[(2 * i) + 1]));
        }

        return map;
    }

    /// <summary>An array of texts.</summary>
    public static string[] ReadTexts(RespValue value) => [.. Read(value).AsArray.Select(element => element.AsString)];

    private static GraphValue ReadArray(ReadOnlySpan<RespValue> items)
    {
        var elements = new GraphValue[items.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = Read(items[i]);
        }

        return GraphValue.Of(elements);
    }
}
