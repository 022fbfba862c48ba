using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Which secrets of the server's machine a projection may use when the holder of an API key declares it.</summary>
/// <remarks>
/// Settings name an address and where a password lies. Whoever may declare both could send any file or variable of the server to an address of their
/// own. An operator, who calls from the machine itself without a key, may name what they like; a key only what was put there for projections.
/// </remarks>
internal static class SecretRules
{
    /// <summary>Variables that begin so may be named by everybody.</summary>
    public const string VariablePrefix = "THREEDB_SECRET_";

    /// <summary>The variable that names the folder whose files may be named by everybody.</summary>
    public const string FolderVariable = "THREEDB_SECRETS";

    /// <summary>What the caller may not name.</summary>
    public static async Task<IReadOnlyList<FieldError>> FaultsAsync(ApiRequest request, string name, ProjectionDefinition definition)
    {
        if (request.Holder is null || definition.Settings is not { ValueKind: JsonValueKind.Object } settings)
        {
            return [];
        }

        var faults = Faults(settings, Environment.GetEnvironmentVariable(FolderVariable)).ToList();
        return faults.Count > 0 && await IsAsBeforeAsync(request, name, settings) ? [] : faults;
    }

    internal static IEnumerable<FieldError> Faults(JsonElement settings, string? folder)
    {
        if (Text(settings, "passwordVariable") is { } variable && !variable.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            yield return new FieldError("/settings/passwordVariable", $"names a variable that does not begin with {VariablePrefix}; with an API key only these can be named");
        }

        if (Text(settings, "passwordFile") is { } file && !IsWithin(file, folder))
        {
            yield return new FieldError("/settings/passwordFile", $"names a file outside of the folder that the server's variable {FolderVariable} names; with an API key only files in it can be named");
        }
    }

    // Rules can be changed by a key while an operator's settings stay.
    private static async Task<bool> IsAsBeforeAsync(ApiRequest request, string name, JsonElement settings)
    {
        var known = await request.Db.Sync.ListAsync(request.Aborted);
        return known.FirstOrDefault(status => status.Name == name)?.Definition.Settings is { } before && JsonElement.DeepEquals(before, settings);
    }

    private static bool IsWithin(string file, string? folder) => folder is { Length: > 0 } && Path.IsPathFullyQualified(file)
        && Path.GetFullPath(file).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
