using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>What a settings file says: <c>{"url": "…", "keyFile": "…", "project": "…"}</c>.</summary>
/// <param name="Path">Where the file lies.</param>
/// <param name="Url">The server.</param>
/// <param name="KeyFile">The file with the API key, as a full path.</param>
/// <param name="Project">The project that verbs work in unless told otherwise.</param>
internal sealed record SettingsFile(string Path, string? Url, string? KeyFile, string? Project)
{
    /// <summary>The name of a project's file, looked for in the folder of the call and above.</summary>
    public const string ProjectFile = ".3db.json";

    /// <summary>The nearest project file, or null.</summary>
    public static SettingsFile? OfProject(Shell shell)
    {
        for (var folder = shell.Folder; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (Read(System.IO.Path.Combine(folder, ProjectFile)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The user's file, <c>$XDG_CONFIG_HOME/3db/config.json</c>, or null.</summary>
    public static SettingsFile? OfUser(Shell shell)
    {
        // The XDG specification says to ignore values that are not absolute.
        var folder = shell.Setting("XDG_CONFIG_HOME") is { } chosen && System.IO.Path.IsPathRooted(chosen) ? chosen
            : shell.Setting("HOME") is { } home ? System.IO.Path.Combine(home, ".config") : null;
        return folder is null ? null : Read(System.IO.Path.Combine(folder, "3db", "config.json"));
    }

    /// <exception cref="ThreeDbException"><c>TDB6003</c>.</exception>
    private static SettingsFile? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var members = new StrictObject(JsonGuard.Parse(File.ReadAllText(path)), "", ErrorCodes.InvalidConfiguration, "url", "keyFile", "project");
            var keyFile = members.Text("keyFile");
            return new SettingsFile(path, members.Text("url"),
                keyFile is null ? null : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, keyFile), members.Text("project"));
        }
        catch (ThreeDbException e)
        {
            throw new ThreeDbException(ErrorCodes.InvalidConfiguration, $"'{path}' is not valid: {e.Message}", e.Hint, e.Errors, e);
        }
    }
}
