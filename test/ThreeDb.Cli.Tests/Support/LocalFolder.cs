using System.Diagnostics;
using System.Text.Json;

namespace ThreeDb.Cli.Tests;

/// <summary>A data folder of its own, in which a test starts and stops 3db as some user.</summary>
internal sealed class LocalFolder : IAsyncDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // The programs of PostgreSQL, which all tests share: the download happens once.
    private static readonly string Cache = Environment.GetEnvironmentVariable("THREEDB_TEST_CACHE") is { Length: > 0 } folder ? folder : LocalPostgres.LocalFolders.Current.Cache;

    private readonly string[] _prefix;

    /// <param name="user">Who runs 3db; null for the user of the test.</param>
    public LocalFolder(string? user = null)
    {
        Root = Directory.CreateTempSubdirectory("3db-up-test-").FullName;
        File.SetUnixFileMode(Root, ForAll);
        _prefix = user is null ? [] : ["runuser", "-u", user, "--"];
        if (user is not null)
        {
            using var chown = Process.Start("chown", [user, Root]);
            chown.WaitForExit();
        }
    }

    public string Root { get; }

    public string StateFile => Path.Combine(Root, "server.json");

    /// <summary>What the server wrote about itself.</summary>
    public JsonElement State => JsonElement.Parse(File.ReadAllText(StateFile));

    public Task<Answer> RunAsync(params string[] words) => RunAsync(new Dictionary<string, string>(), words);

    public Task<Answer> RunAsync(Dictionary<string, string> variables, params string[] words) => RealProgram.RunAsync(
        new Dictionary<string, string>(variables) { ["THREEDB_DATA"] = Root, ["HOME"] = Root, ["THREEDB_CACHE"] = Cache }, [.. _prefix, RealProgram.Path, .. words], "");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        Directory.Delete(Root, recursive: true);
    }
}
