using ThreeDb.LocalPostgres;
using ThreeDb.Server;

namespace ThreeDb.Cli;

/// <summary>Which server is asked, with which key, in which project.</summary>
/// <param name="Url">The server's address.</param>
/// <param name="Key">The API key; null for none.</param>
/// <param name="Project">The project of new entities and of lists; null for none.</param>
/// <param name="Origin">Where the address comes from, for messages.</param>
internal sealed record Target(Uri Url, string? Key, string? Project, string Origin)
{
    /// <summary>Flags go before the environment, the environment before the project file, that before the user's file, and the local server is last.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6003</c>, <c>TDB6001</c>, <c>TDB6004</c>.</exception>
    public static Target Find(string? url, string? keyFile, Shell shell)
    {
        var project = SettingsFile.OfProject(shell);
        var user = SettingsFile.OfUser(shell);
        var (address, origin) =
            url is not null ? (Parse(url, "--url"), "--url")
            : shell.Setting("THREEDB_URL") is { } variable ? (Parse(variable, "THREEDB_URL"), "THREEDB_URL")
            : project?.Url is { } ofProject ? (Parse(ofProject, project.Path), project.Path)
            : user?.Url is { } ofUser ? (Parse(ofUser, user.Path), user.Path)
            : (Local(shell), "the local server");
        return new Target(address, KeyOf(keyFile, shell, project, user, origin), project?.Project ?? user?.Project, origin);
    }

    /// <summary>What names a server for verbs that ask one, be it the environment or a settings file; null when nothing does.</summary>
    public static string? NamedBy(Shell shell) => shell.Setting("THREEDB_URL") is not null ? "THREEDB_URL"
        : SettingsFile.OfProject(shell) is { Url: not null, Path: var ofProject } ? ofProject
        : SettingsFile.OfUser(shell) is { Url: not null, Path: var ofUser } ? ofUser : null;

    // A project file may come from anybody. The user's own key file is not sent to an address that one names.
    private static string? KeyOf(string? keyFile, Shell shell, SettingsFile? project, SettingsFile? user, string origin)
    {
        if (keyFile is not null)
        {
            return Read(keyFile, shell);
        }

        if (shell.Setting("THREEDB_API_KEY") is { } key)
        {
            return key;
        }

        var file = project?.KeyFile ?? (origin == project?.Path ? null : user?.KeyFile);
        return file is null ? null : Read(file, shell);
    }

    private static string Read(string file, Shell shell)
    {
        using var reader = new StreamReader(file == "-" ? shell.Input : File.OpenRead(Path.Combine(shell.Folder, file)));
        var key = reader.ReadToEnd().Trim();
        return key.Length > 0 && !key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || !char.IsAscii(c))
            ? key
            : throw new ThreeDbException(ErrorCodes.InvalidKey, $"'{file}' holds no API key.", "The file has the key and nothing else, as '3db key create' printed it.");
    }

    private static Uri Parse(string text, string origin) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new ThreeDbException(ErrorCodes.InvalidConfiguration, $"{origin}: '{Printable.Short(text)}' is not the address of a server.", "Give an address such as http://127.0.0.1:7373.");

    private static Uri Local(Shell shell)
    {
        try
        {
            return ServerState.Running(new DataFolder(LocalFolders.Current.Data))?.Url ?? new Uri($"http://127.0.0.1:{ServerOptions.DefaultPort}");
        }
        catch (ThreeDbException) when (shell.Setting("HOME") is null)
        {
            // Somebody without a home has no local server; the default address may answer all the same.
            return new Uri($"http://127.0.0.1:{ServerOptions.DefaultPort}");
        }
    }
}
