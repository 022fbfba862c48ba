using System.Text.Json;

namespace ThreeDb.Architecture;

/// <summary>Whether a JSON text has the form that a schema describes: required members are there, and no others than the described ones.</summary>
internal sealed class AnswerRules(JsonElement document)
{
    /// <summary>Every difference, as a sentence that begins with its place.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement json, string place = "")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), json, place);
        }

        return json.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("properties", out var properties) => OfObject(schema, properties, json, place),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => json.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{place}/{i}")),
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement properties, JsonElement json, string place)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        foreach (var name in required.Where(name => !json.TryGetProperty(name, out _)))
        {
            yield return $"{place}/{name} is required but absent.";
        }

        foreach (var member in json.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var inner))
            {
                yield return $"{place}/{member.Name} is not described.";
                continue;
            }

            foreach (var fault in Faults(inner, member.Value, $"{place}/{member.Name}"))
            {
                yield return fault;
            }
        }
    }
}
