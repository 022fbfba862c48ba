using System.CommandLine;
using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>The folder with everything of one local 3db: PostgreSQL's cluster, the server's state and log.</summary>
/// <param name="Root">The folder.</param>
internal sealed record DataFolder(string Root)
{
    public static readonly Option<string?> Option = new("--data")
    {
        Description = "The data folder (default: THREEDB_DATA, else ~/.local/share/3db, for root /var/lib/3db)", HelpName = "FOLDER",
    };

    public string StateFile => Path.Combine(Root, "server.json");

    public string LogFile => Path.Combine(Root, "server.log");

    public string LockFile => Path.Combine(Root, "server.lock");

    /// <summary>Whether it is the one that verbs look into without being told.</summary>
    public bool IsDefault => Root == LocalFolders.Current.Data;

    /// <summary>The folder that a call names, or the user's own.</summary>
    public static DataFolder Of(Call call) =>
        new(call.Get(Option) is { Length: > 0 } named ? Path.GetFullPath(Path.Combine(call.Shell.Folder, named)) : LocalFolders.Current.Data);

    /// <summary>The local PostgreSQL in it, or the one that THREEDB_POSTGRES names.</summary>
    public LocalPostgresServer Postgres()
    {
        var options = LocalPostgresOptions.FromEnvironment();
        options.DataFolder = Root;
        return new LocalPostgresServer(options);
    }

    /// <summary>Makes the folder. Others may look into it: PostgreSQL runs as another user when this is root.</summary>
    /// <exception cref="ThreeDbException"><c>TDB5009</c>.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable, $"The data folder '{Root}' cannot be made: {e.Message}", inner: e);
        }
    }

    /// <summary>Keeps others from starting or stopping the server at the same time; the kernel ends it with the process.</summary>
    /// <exception cref="ThreeDbException"><c>TDB5009</c>, <c>TDB5010</c> after two minutes.</exception>
    public async Task<IDisposable> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        Create();
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new ThreeDbException(ErrorCodes.FolderNotUsable, $"The data folder '{Root}' is not writable for {Environment.UserName}.", inner: e);
            }
            catch (IOException) when (time.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            }
            catch (IOException e)
            {
                throw new ThreeDbException(ErrorCodes.LockBusy, $"Another 3db starts or stops the server in '{Root}'; it holds '{LockFile}'.", inner: e);
            }
        }
    }
}
