using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of patches and says where it is wrong.</summary>
internal static class JsonPatchReader
{
    // The values stand two levels inside of the patch. How large they are together is for the reader of the request to limit.
    private static readonly JsonLimits Limits = new() { MaxDepth = JsonTextBuilder.MaxDepth, MaxMembers = int.MaxValue };

    public static List<JsonPatchOperation> Read(JsonElement json)
    {
        JsonGuard.Check(json, Limits);
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Fault("", "A JSON Patch is an array of operations.");
        }

        if (json.GetArrayLength() > JsonPatch.MaxOperations)
        {
            throw Fault("", $"The patch has {json.GetArrayLength():N0} operations; at most {JsonPatch.MaxOperations:N0} are allowed.");
        }

        var operations = new List<JsonPatchOperation>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
        {
            operations.Add(ReadOne(item, operations.Count));
        }

        return operations;
    }

    private static JsonPatchOperation ReadOne(JsonElement json, int index)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"/{index}", $"Operation {index} is no object.");
        }

        var word = ReadText(json, "op", index);
        var kind = JsonPatchWords.Find(word)
            ?? throw Fault($"/{index}/op", $"Operation {index}: '{PatchFault.Shortened(word)}' is no operation{Nearest.Hint(word, JsonPatchWords.All)}; there are {string.Join(", ", JsonPatchWords.All)}.");
        var path = ReadPointer(json, "path", index);
        var from = kind is JsonPatchOperationKind.Move or JsonPatchOperationKind.Copy ? ReadPointer(json, "from", index) : null;
        JsonElement? value = null;
        if (kind is JsonPatchOperationKind.Add or JsonPatchOperationKind.Replace or JsonPatchOperationKind.Test)
        {
            value = json.TryGetProperty("value", out var found) ? found : throw Missing("value", index);
        }

        return new JsonPatchOperation(kind, path, from, value);
    }

    private static string ReadPointer(JsonElement json, string name, int index)
    {
        var text = ReadText(json, name, index);
        try
        {
            _ = JsonPointer.Parse(text);
            return text;
        }
        catch (FormatException e)
        {
            throw Fault($"/{index}/{name}", $"Operation {index}: '{name}' is no JSON Pointer. {e.Message}");
        }
    }

    private static string ReadText(JsonElement json, string name, int index) =>
        !json.TryGetProperty(name, out var value) ? throw Missing(name, index)
        : value.ValueKind != JsonValueKind.String ? throw Fault($"/{index}/{name}", $"Operation {index}: '{name}' is no string.")
        : value.GetString()!;

    private static ThreeDbException Missing(string name, int index) => Fault($"/{index}", $"Operation {index} lacks '{name}'.");

    private static ThreeDbException Fault(string pointer, string detail) =>
        new(ErrorCodes.PatchFailed, detail, "See RFC 6902 for the members of an operation.", [new FieldError(pointer, detail)]);
}
