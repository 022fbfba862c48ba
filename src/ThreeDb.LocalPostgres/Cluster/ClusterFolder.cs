using System.Globalization;
using System.Text;

namespace ThreeDb.LocalPostgres;

/// <summary>The files of one cluster. See docs/design/local-postgres.md for who owns and writes which.</summary>
/// <param name="Root">The folder of everything.</param>
internal sealed record ClusterFolder(string Root)
{
    /// <summary>The name of the superuser.</summary>
    public const string UserName = "postgres";

    // sun_path has 108 bytes with its end; ".s.PGSQL.65535.lock" needs 20 with its slash.
    private const int LongestSocketFolder = 107 - 20;

    private const string ElsewherePrefix = "/tmp/3db-socket-";

    /// <summary>PostgreSQL's data folder: complete or not there.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>The volume of the container, when PostgreSQL runs in one.</summary>
    public string ContainerVolume => Path.Combine(Root, "container");

    public string Log => Path.Combine(Root, "log");

    public string PasswordFile => Path.Combine(Root, "password");

    public string SettingsFile => Path.Combine(Root, "postgresql.conf");

    public string StateFile => Path.Combine(Root, "server.json");

    public string LockFile => Path.Combine(Root, "lock");

    public string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>The cluster's major version, or null when there is no cluster.</summary>
    public int? Major => File.Exists(Path.Combine(Cluster, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The folder for the socket: below the root, or, where that is too long, a new one that nobody can create before us.</summary>
    public string ChooseSocketFolder()
    {
        var own = Path.Combine(Root, "run");
        return Encoding.UTF8.GetByteCount(own) <= LongestSocketFolder
            ? own
            : ElsewherePrefix + Guid.NewGuid().ToString("N")[..12];
    }

    /// <summary>Whether a folder for sockets is one of those for roots with long paths.</summary>
    public static bool IsElsewhere(string socketFolder) => socketFolder.StartsWith(ElsewherePrefix, StringComparison.Ordinal);

    public string ReadPassword()
    {
        try
        {
            return File.ReadAllText(PasswordFile).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable,
                $"The password of the cluster cannot be read from '{PasswordFile}': {exception.Message}",
                "Put the file back, with the password of the user 'postgres' in it.", inner: exception);
        }
    }
}
