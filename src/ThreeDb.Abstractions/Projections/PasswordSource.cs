using System.Text.Json;

namespace ThreeDb.Projections;

/// <summary>Where the password of an engine lies: in a file (<c>passwordFile</c>) or in an environment variable (<c>passwordVariable</c>), never in the settings themselves.</summary>
/// <param name="File">The file, or null.</param>
/// <param name="Variable">The variable, or null.</param>
public sealed record PasswordSource(string? File, string? Variable)
{
    /// <summary>Where the settings of a projection say that it lies; null when they name no place.</summary>
    public static PasswordSource? Of(JsonElement settings) => (Text(settings, "passwordFile"), Text(settings, "passwordVariable")) switch
    {
        (null, null) => null,
        var (file, variable) => new PasswordSource(file, variable),
    };

    /// <summary>Settings name one place at most, and no empty one.</summary>
    public static IEnumerable<FieldError> Faults(JsonElement settings) =>
    [
        .. from name in (string[])["passwordFile", "passwordVariable"]
           where Text(settings, name) is { Length: 0 }
           select new FieldError("/" + name, "This is a text that is not empty."),
        .. settings.TryGetProperty("passwordFile", out _) && settings.TryGetProperty("passwordVariable", out _)
            ? [new FieldError("/passwordVariable", "The password comes from a file already.")]
            : (FieldError[])[],
    ];

    /// <summary>Reads the password, without the end of its line.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7010</c>: the file cannot be read, or the variable is not set.</exception>
    public string Read()
    {
        if (Variable is not null)
        {
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value
                ? value
                : throw new ThreeDbException(ErrorCodes.EngineRefusesCredentials, $"The variable '{Variable}' for the password is not set.");
        }

        try
        {
            return System.IO.File.ReadAllText(File!).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ThreeDbException(ErrorCodes.EngineRefusesCredentials, $"The file '{File}' for the password cannot be read.", inner: exception);
        }
    }

    private static string? Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
