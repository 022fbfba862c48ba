using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Turns a value of the typed JSON of the Query API into plain JSON: nodes and relations become the objects of their properties.</summary>
/// <remarks>Only the typed form tells a node from a map that looks like one. Floats that JSON has no number for (NaN, infinities), times, durations and points become texts.</remarks>
internal static class TypedValue
{
    public static void Write(Utf8JsonWriter json, JsonElement typed)
    {
        var value = typed.GetProperty("_value");
        switch (typed.GetProperty("$type").GetString())
        {
            case "Integer":
                json.WriteRawValue(value.GetString()!);
                break;
            case "Float":
                WriteFloat(json, value.GetString()!);
                break;
            case "List" or "Path":
                json.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            case "Map":
                WriteObject(json, value);
                break;
            case "Node" or "Relationship":
                WriteObject(json, value.GetProperty("_properties"));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement members)
    {
        json.WriteStartObject();
        foreach (var member in members.EnumerateObject().Where(member => !member.NameEquals(Names.Owner)))
        {
            json.WritePropertyName(member.Name);
            Write(json, member.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteFloat(Utf8JsonWriter json, string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteRawValue(text);
        }
    }
}
