using System.Reflection;

namespace ThreeDb.Server;

/// <summary>The pages of docs/errors, as they were when this was built.</summary>
internal static class ErrorPages
{
    /// <summary>The page of a code as Markdown; null when there is none.</summary>
    public static async Task<string?> ReadAsync(string code)
    {
        if (ErrorCodes.Find(code) is null)
        {
            return null;
        }

        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"errors/{code}.md");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
