using System.Net.Http.Headers;
using System.Text;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Who signs in, and where the password lies.</summary>
/// <param name="User">The user.</param>
/// <param name="PasswordFile">The file that holds the password, or null.</param>
/// <param name="PasswordVariable">The environment variable that holds it, or null.</param>
internal sealed record Neo4jCredentials(string User, string? PasswordFile, string? PasswordVariable)
{
    /// <summary>Reads the password: anew each time, so that a changed one is taken without a restart.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7010</c>: the file cannot be read, or the variable is not set.</exception>
    public AuthenticationHeaderValue ToHeader() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password()}")));

    private string Password()
    {
        if (PasswordVariable is not null)
        {
            return Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } value
                ? value
                : throw Missing($"The variable '{PasswordVariable}' for the password of Neo4j is not set.", null);
        }

        try
        {
            return File.ReadAllText(PasswordFile!).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Missing($"The file '{PasswordFile}' for the password of Neo4j cannot be read.", exception);
        }
    }

    private static ThreeDbException Missing(string message, Exception? inner) => new(ErrorCodes.EngineRefusesCredentials, message, inner: inner);
}
