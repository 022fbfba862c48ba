using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ThreeDb.Projections.Graph;

/// <summary>Turns the value of a field into that of a property.</summary>
internal static class GraphField
{
    private static readonly JsonWriterOptions s_compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = int.MaxValue,
    };

    /// <exception cref="InvalidOperationException">A text holds a surrogate without its partner.</exception>
    public static GraphValue Of(JsonElement json, GraphDialect dialect) => json.ValueKind switch
    {
        JsonValueKind.True => GraphValue.Of(true),
        JsonValueKind.False => GraphValue.Of(false),
        JsonValueKind.String => GraphValue.Of(json.GetString()!),
        JsonValueKind.Number => GraphNumber.Of(json),
        JsonValueKind.Object => GraphValue.Of(Compact(json)),
        JsonValueKind.Array => OfArray(json, dialect) ?? GraphValue.Of(Compact(json)),
        _ => default,
    };

    private static GraphValue? OfArray(JsonElement json, GraphDialect dialect)
    {
        var length = json.GetArrayLength();
        if (length == 0)
        {
            return dialect.HoldsEmptyArrays ? GraphValue.Of([]) : null;
        }

        var elements = new GraphValue[length];
        var kinds = 0;
        var i = 0;
        foreach (var element in json.EnumerateArray())
        {
            if (Element(element, dialect) is not { } value)
            {
                return null;
            }

            kinds |= 1 << (int)value.Kind;
            elements[i++] = value;
        }

        const int Numbers = (1 << (int)GraphValueKind.Long) | (1 << (int)GraphValueKind.Double);
        return kinds == Numbers ? AsDoubles(elements) : dialect.HoldsMixedArrays || int.IsPow2(kinds) ? GraphValue.Of(elements) : null;
    }

    /// <summary>What an element of an array becomes; null where the whole array has to be text.</summary>
    private static GraphValue? Element(JsonElement json, GraphDialect dialect) => json.ValueKind switch
    {
        JsonValueKind.Array => dialect.HoldsNestedArrays ? OfArray(json, dialect) : null,
        JsonValueKind.Object or JsonValueKind.Null => null,
        JsonValueKind.Number => GraphNumber.Of(json) is { Kind: not GraphValueKind.String } number ? number : null,
        _ => Of(json, dialect),
    };

    // Integers beside floats become floats, as long as no digit is lost by it.
    private static GraphValue? AsDoubles(GraphValue[] elements)
    {
        const long Exact = 1L << 53;
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i] is { Kind: GraphValueKind.Long, AsLong: var integer })
            {
                if (integer is < -Exact or > Exact)
                {
                    return null;
                }

                elements[i] = GraphValue.Of((double)integer);
            }
        }

        return GraphValue.Of(elements);
    }

    private static string Compact(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_compact))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
