namespace ThreeDb.LocalPostgres;

/// <summary>
/// Makes sure that a user without privileges can walk to the folders that its server needs, and finds the folder in the way.
/// </summary>
internal static class FolderReach
{
    private const int Blocked = 77; // Not an exit code of sh, setpriv, runuser or su.

    // Asking the kernel as that user is right with access lists and read-only mounts too, unlike arithmetic on mode bits.
    private static readonly string Script = $"for folder; do [ -x \"$folder\" ] || {{ echo \"$folder\"; exit {Blocked}; }}; done";

    public static async Task CheckAsync(ServerIdentity identity, IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        if (identity.Prefix.Count == 0)
        {
            return;
        }

        // From the top: the first that cannot be entered is the one in the way.
        var path = folders.SelectMany(Ancestors).Distinct().Where(Directory.Exists).OrderBy(folder => folder.Length).ToArray();
        var call = identity.Wrap(new ToolCall("/bin/sh", ["-c", Script, "sh", .. path]) { IsClean = true });
        var result = await ToolProcess.RunAsync(call, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == Blocked)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable,
                $"The user '{identity.Name}', who the server runs as, cannot enter the folder '{result.Output}'.",
                $"Allow it (chmod o+x '{result.Output}'), or choose other folders (THREEDB_DATA, THREEDB_CACHE).");
        }

        if (!result.Succeeded)
        {
            throw new ThreeDbException(ErrorCodes.NoUnprivilegedUser,
                $"A server does not run as root, and 3db cannot become the user '{identity.Name}': {result.LastWords()}");
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
