using System.Text.Json;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Writes the parameters of a user's query.</summary>
internal static class QueryParameters
{
    /// <summary>The parameters that a query uses, and the query.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7009</c>.</exception>
    public static CypherText Write(GuardedCypher query, IReadOnlyDictionary<string, JsonElement> values)
    {
        var text = new CypherText();
        foreach (var name in query.Parameters)
        {
            if (!values.TryGetValue(name, out var value))
            {
                throw new ThreeDbException(ErrorCodes.QueryRefused, $"The query uses ${name}, and there is no such parameter.", "Pass a value for each parameter.");
            }

            text.Raw(text.Length == 0 ? "CYPHER "u8 : " "u8).Raw(name).Raw("="u8);
            Write(text, name, value);
        }

        return text.Raw(text.Length == 0 ? default : " "u8).Raw(query.Text);
    }

    private static void Write(CypherText text, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var separator = "["u8;
                foreach (var element in value.EnumerateArray())
                {
                    Write(text.Raw(separator), name, element);
                    separator = ","u8;
                }

                text.Raw(separator[0] == '[' ? "[]"u8 : "]"u8);
                break;
            case JsonValueKind.Object:
                separator = "{`"u8;
                foreach (var member in value.EnumerateObject())
                {
                    Demand(name, FalkorDbDialect.Instance.NameFault("member", member.Name));
                    Write(text.Raw(separator).Raw(member.Name).Raw("`:"u8), name, member.Value);
                    separator = ",`"u8;
                }

                text.Raw(separator[0] == '{' ? "{}"u8 : "}"u8);
                break;
            default:
                var scalar = Scalar(name, value);
                Demand(name, FalkorDbDialect.Instance.ValueFault(name, scalar));
                text.Value(scalar);
                break;
        }
    }

    private static GraphValue Scalar(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => GraphValue.Of(value.GetString()!),
        JsonValueKind.True => GraphValue.Of(true),
        JsonValueKind.False => GraphValue.Of(false),
        JsonValueKind.Number when value.TryGetInt64(out var integer) => GraphValue.Of(integer),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => GraphValue.Of(number),
        JsonValueKind.Number => throw Refused($"The parameter ${name} holds a number that is too large for a 64-bit float."),
        _ => default,
    };

    private static void Demand(string name, string? fault)
    {
        if (fault is not null)
        {
            throw Refused($"The parameter ${name} cannot be passed. {fault}");
        }
    }

    private static ThreeDbException Refused(string reason) => new(ErrorCodes.QueryRefused, reason);
}
