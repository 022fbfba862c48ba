using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>What a running server wrote about itself in the data folder.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="ProcessStart">Which process of that id: ids are used again.</param>
/// <param name="Url">Where to reach it from this machine.</param>
/// <param name="Listen">The addresses that it listens on.</param>
/// <param name="Version">The version of 3db.</param>
/// <param name="StartedAt">Since when.</param>
internal sealed record ServerState(int ProcessId, string ProcessStart, Uri Url, IReadOnlyList<string> Listen, string Version, DateTimeOffset StartedAt)
{
    /// <summary>The state of this process.</summary>
    public static ServerState Of(IReadOnlyList<string> urls, TimeProvider time) => new(
        Environment.ProcessId, ProcessIdentity.Of(Environment.ProcessId)!, Reachable(urls[0]), urls, ThreeDbVersion.Text, time.GetUtcNow());

    /// <summary>The state of the server that runs in a folder; null when none does, whatever a file left behind says.</summary>
    public static ServerState? Running(DataFolder folder) =>
        Read(folder) is { } state && state.Runs() ? state : null;

    /// <summary>Whether the process still runs.</summary>
    public bool Runs() => ProcessIdentity.Of(ProcessId) == ProcessStart;

    public void Write(DataFolder folder)
    {
        var temporary = folder.StateFile + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, ThreeDbJson.Options));
        File.Move(temporary, folder.StateFile, overwrite: true);
    }

    /// <summary>Removes the file, unless another server has written it since.</summary>
    public void Remove(DataFolder folder)
    {
        if (Read(folder) is { } present && present.ProcessId == ProcessId && present.ProcessStart == ProcessStart)
        {
            File.Delete(folder.StateFile);
        }
    }

    private static ServerState? Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerState>(File.ReadAllText(folder.StateFile), ThreeDbJson.Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // A server that listens everywhere is asked at the loopback address.
    private static Uri Reachable(string url) => new(url.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//[::1]", StringComparison.Ordinal));
}
