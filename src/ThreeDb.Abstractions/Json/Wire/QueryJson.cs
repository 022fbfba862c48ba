using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>The JSON form of queries: <c>{"from": "customer", "where": {…}, "near": {"text": "…"}, "graph": {"from": "…", "depth": [1, 3]}}</c>.</summary>
public sealed class QueryJson : JsonConverter<Query>
{
    /// <summary>Reads a query.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1013</c>, <c>TDB1010</c>, <c>TDB1011</c>.</exception>
    public static Query Read(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidQuery, "from", "project", "where", "text", "near", "graph", "rank", "select", "limit", "explain", "atLeast");
        return new Query
        {
            From = o.Text("from"),
            Project = o.Text("project"),
            Where = o.Any("where") is { } where ? Filter.Parse(where) : null,
            Text = o.Any("text") is { } text ? ReadText(text) : null,
            Near = o.Any("near") is { } near ? ReadNear(near) : null,
            Graph = o.Any("graph") is { } graph ? ReadGraph(graph) : null,
            Boost = o.Any("rank") is { ValueKind: not JsonValueKind.Null } rank ? ReadBoost(rank) : new Dictionary<string, double>(),
            Select = o.Texts("select"),
            Limit = o.Integer("limit", 1, Query.MaxLimit) ?? 10,
            Explain = o.Flag("explain") ?? false,
            AtLeast = o.Text("atLeast") is { } position ? new Position(position) : null,
        };
    }

    /// <inheritdoc />
    public override Query Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(JsonElement.ParseValue(ref reader));

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Query value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        Text(writer, "from", value.From);
        Text(writer, "project", value.Project);
        if (value.Where is { } where)
        {
            writer.WritePropertyName("where");
            where.ToJson().WriteTo(writer);
        }

        WriteText(writer, value.Text);
        WriteNear(writer, value.Near);
        WriteGraph(writer, value.Graph);
        WriteBoost(writer, value.Boost);
        Texts(writer, "select", value.Select);
        writer.WriteNumber("limit", value.Limit);
        if (value.Explain)
        {
            writer.WriteBoolean("explain", true);
        }

        Text(writer, "atLeast", value.AtLeast?.Token);
        writer.WriteEndObject();
    }

    // A plain string stands for the leg with nothing else said.
    private static TextLeg ReadText(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new TextLeg { Query = json.GetString()! };
        }

        var o = new StrictObject(json, "/text", ErrorCodes.InvalidQuery, "query", "highlight", "mode", "weight");
        return new TextLeg { Query = o.RequiredText("query"), Highlight = o.Flag("highlight") ?? false, Mode = ModeOf(o), Weight = o.Number("weight") ?? 1 };
    }

    private static NearLeg ReadNear(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new NearLeg { Text = json.GetString() };
        }

        var o = new StrictObject(json, "/near", ErrorCodes.InvalidQuery, "text", "entity", "vector", "mode", "weight");
        return new NearLeg { Text = o.Text("text"), Entity = o.Text("entity"), Vector = Vector(o), Mode = ModeOf(o), Weight = o.Number("weight") ?? 1 };
    }

    private static GraphLeg ReadGraph(JsonElement json)
    {
        var o = new StrictObject(json, "/graph", ErrorCodes.InvalidQuery, "from", "via", "direction", "depth", "mode", "weight");
        var (least, most) = Depth(o);
        return new GraphLeg
        {
            From = o.RequiredText("from"),
            Via = o.Texts("via"),
            Direction = o.Word<Direction>("direction") ?? Direction.Any,
            MinDepth = least,
            MaxDepth = most,
            Mode = ModeOf(o),
            Weight = o.Number("weight") ?? 1,
        };
    }

    private static Dictionary<string, double> ReadBoost(JsonElement json)
    {
        var o = new StrictObject(json, "/rank", ErrorCodes.InvalidQuery, "boost");
        return o.Any("boost") switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.Object } boost => boost.EnumerateObject().ToDictionary(
                member => member.Name,
                member => member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetDouble() : throw o.Fault("/boost/" + JsonPointer.Escape(member.Name), "A weight is a number."), StringComparer.Ordinal),
            _ => throw o.Fault("/boost", "'boost' is an object of names of saved scores and their weights."),
        };
    }

    private static LegMode ModeOf(StrictObject o) => o.Word<LegMode>("mode") ?? LegMode.Should;

    private static (int Least, int Most) Depth(StrictObject o)
    {
        switch (o.Any("depth"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return (1, 2);
            case { ValueKind: JsonValueKind.Number } one when one.TryGetInt32(out var most):
                return (1, most);
            case { ValueKind: JsonValueKind.Array } pair when pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.Number
                && pair[1].ValueKind == JsonValueKind.Number && pair[0].TryGetInt32(out var least) && pair[1].TryGetInt32(out var most):
                return (least, most);
            default:
                throw o.Fault("/depth", "'depth' is a whole number, or a pair of them: [least, most].");
        }
    }

    private static float[]? Vector(StrictObject o) => o.Any("vector") switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
            [.. array.EnumerateArray().Select(item => (float)item.GetDouble())],
        _ => throw o.Fault("/vector", "'vector' is an array of numbers."),
    };

    private static void WriteText(Utf8JsonWriter writer, TextLeg? leg)
    {
        if (leg is not null)
        {
            writer.WriteStartObject("text");
            writer.WriteString("query", leg.Query);
            if (leg.Highlight)
            {
                writer.WriteBoolean("highlight", true);
            }

            WriteLegEnd(writer, leg);
        }
    }

    private static void WriteNear(Utf8JsonWriter writer, NearLeg? leg)
    {
        if (leg is null)
        {
            return;
        }

        writer.WriteStartObject("near");
        Text(writer, "text", leg.Text);
        Text(writer, "entity", leg.Entity);
        if (leg.Vector is { } vector)
        {
            writer.WriteStartArray("vector");
            foreach (var value in vector)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        WriteLegEnd(writer, leg);
    }

    private static void WriteGraph(Utf8JsonWriter writer, GraphLeg? leg)
    {
        if (leg is null)
        {
            return;
        }

        writer.WriteStartObject("graph");
        writer.WriteString("from", leg.From);
        Texts(writer, "via", leg.Via);
        writer.WriteString("direction", StrictObject.WordOf(leg.Direction));
        writer.WriteStartArray("depth");
        writer.WriteNumberValue(leg.MinDepth);
        writer.WriteNumberValue(leg.MaxDepth);
        writer.WriteEndArray();
        WriteLegEnd(writer, leg);
    }

    private static void WriteBoost(Utf8JsonWriter writer, IReadOnlyDictionary<string, double> boost)
    {
        if (boost.Count > 0)
        {
            writer.WriteStartObject("rank");
            writer.WriteStartObject("boost");
            foreach (var (name, weight) in boost)
            {
                writer.WriteNumber(name, weight);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteLegEnd(Utf8JsonWriter writer, Leg leg)
    {
        writer.WriteString("mode", StrictObject.WordOf(leg.Mode));
        writer.WriteNumber("weight", leg.Weight);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }
}
