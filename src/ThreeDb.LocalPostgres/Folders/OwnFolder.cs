namespace ThreeDb.LocalPostgres;

/// <summary>Creates folders with a mode that does not depend on the caller's umask.</summary>
internal static class OwnFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Readable = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A folder for the caller alone.</summary>
    public static void CreatePrivate(string folder) => Create(folder, Private);

    /// <summary>A folder that everybody can read: what a server without privileges needs of a runtime that root unpacked.</summary>
    public static void CreateReadable(string folder) => Create(folder, Readable);

    /// <summary>Deletes what is there, if anything; what cannot be deleted now is left for the next time.</summary>
    public static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Leftovers have names of their own and are never used.
        }
    }

    private static void Create(string folder, UnixFileMode mode)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { } parent && !Directory.Exists(parent))
        {
            Create(parent, mode);
        }

        try
        {
            Directory.CreateDirectory(folder, mode);
            File.SetUnixFileMode(folder, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FolderFault.From(exception, folder);
        }
    }
}
