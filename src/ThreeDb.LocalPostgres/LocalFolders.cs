namespace ThreeDb.LocalPostgres;

/// <summary>Where 3db keeps what it can fetch again, and where it keeps data.</summary>
/// <param name="Cache">
/// Runtimes and package lists: <c>THREEDB_CACHE</c>, else <c>$XDG_CACHE_HOME/3db</c>; <c>/var/cache/3db</c> for root.
/// </param>
/// <param name="Data">
/// Clusters and data of other servers: <c>THREEDB_DATA</c>, else <c>$XDG_DATA_HOME/3db</c>; <c>/var/lib/3db</c> for root.
/// </param>
/// <remarks>Root has folders outside of <c>/root</c>, because the user that its servers run as cannot enter that one.</remarks>
public sealed record LocalFolders(string Cache, string Data)
{
    /// <summary>The folders of the user who runs this process.</summary>
    public static LocalFolders Current => For(Machine.Current);

    internal static LocalFolders For(Machine machine) => new(CacheFor(machine), DataFor(machine));

    internal static string CacheFor(Machine machine) => Choose(machine, "THREEDB_CACHE", "/var/cache", "XDG_CACHE_HOME", ".cache");

    internal static string DataFor(Machine machine) => Choose(machine, "THREEDB_DATA", "/var/lib", "XDG_DATA_HOME", ".local/share");

    private static string Choose(Machine machine, string own, string ofRoot, string xdg, string inHome)
    {
        if (machine.Setting(own) is { } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        if (machine.IsRoot)
        {
            return Path.Combine(ofRoot, "3db");
        }

        // The XDG specification says to ignore values that are not absolute.
        if (machine.Setting(xdg) is { } folder && Path.IsPathRooted(folder))
        {
            return Path.Combine(folder, "3db");
        }

        var home = machine.Setting("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, inHome, "3db")
            : throw new ThreeDbException(ErrorCodes.FolderNotUsable, "This user has no home folder.",
                $"Set {own} to a folder that you can write to.");
    }
}
