using System.Text.Json;

namespace ThreeDb.Architecture;

/// <summary>Whether a description of the HTTP surface is sound in itself (OpenAPI 3.1) and describes the surface that is there.</summary>
internal static class OpenApiRules
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    /// <summary>Every breach, as a sentence.</summary>
    /// <param name="document">The description.</param>
    /// <param name="routes">The operations that are there, as <c>GET /v1/entities getEntities</c>.</param>
    public static IReadOnlyList<string> Faults(JsonElement document, IReadOnlyCollection<string> routes)
    {
        var operations = Operations(document).ToList();
        var described = operations.Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path} {Text(operation.Json, "operationId")}").ToList();
        return
        [
            .. Text(document, "openapi").StartsWith("3.1.", StringComparison.Ordinal) ? Array.Empty<string>() : ["The document is not OpenAPI 3.1."],
            .. References(document).Distinct().Where(reference => !Resolves(document, reference)).Select(reference => $"{reference} leads nowhere."),
            .. described.Except(routes).Select(route => $"{route} is described but not there."),
            .. routes.Except(described).Select(route => $"{route} is there but not described."),
            .. operations.SelectMany(operation => Faults(operation.Json, $"{operation.Method.ToUpperInvariant()} {operation.Path}", operation.Path)),
            .. Typeless(document.GetProperty("components").GetProperty("schemas"), "").Select(place => $"The schema at {place} has values but no type."),
            .. operations.GroupBy(operation => Text(operation.Json, "operationId")).Where(group => group.Count() > 1).Select(group => $"Several operations are called '{group.Key}'."),
        ];
    }

    private static IEnumerable<string> Faults(JsonElement operation, string name, string path)
    {
        if (Text(operation, "operationId").Length == 0 || Text(operation, "summary").Length == 0)
        {
            yield return $"{name} has no operationId or no summary.";
        }

        if (!operation.TryGetProperty("responses", out var responses) || responses.EnumerateObject().All(response => response.Name[0] != '2'))
        {
            yield return $"{name} has no successful response.";
            yield break;
        }

        foreach (var response in responses.EnumerateObject())
        {
            if (Text(response.Value, "description").Length == 0)
            {
                yield return $"{name} does not describe {response.Name}.";
            }

            if (response.Name[0] is '4' or '5' && !IsProblem(response.Value))
            {
                yield return $"{name} does not answer {response.Name} with a problem.";
            }
        }

        var parameters = operation.TryGetProperty("parameters", out var given) ? given.EnumerateArray().ToList() : [];
        var inPath = parameters.Where(parameter => Text(parameter, "in") == "path").Select(parameter => Text(parameter, "name")).Order(StringComparer.Ordinal);
        if (!inPath.SequenceEqual(path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Order(StringComparer.Ordinal)))
        {
            yield return $"{name} does not describe the parameters of its path.";
        }
    }

    private static bool IsProblem(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out var media)
        && media.TryGetProperty("schema", out var schema) && Text(schema, "$ref") == "#/components/schemas/Problem";

    private static IEnumerable<(string Path, string Method, JsonElement Json)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select (path.Name, operation.Name, operation.Value);

    private static IEnumerable<string> Typeless(JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => member.NameEquals("examples") ? [] : Typeless(member.Value, $"{place}/{member.Name}"))
            .Concat((json.TryGetProperty("enum", out _) || json.TryGetProperty("format", out _)) && !json.TryGetProperty("type", out _) ? [place] : []),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => Typeless(item, $"{place}/{i}")),
        _ => [],
    };

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Resolves(JsonElement document, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return false;
        }

        var here = document;
        foreach (var part in reference[2..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (here.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index < here.GetArrayLength())
            {
                here = here[index];
            }
            else if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(part, out here))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
