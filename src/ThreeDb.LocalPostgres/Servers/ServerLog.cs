namespace ThreeDb.LocalPostgres;

/// <summary>What a server has written to its log folder since a moment, for the message when it does not start.</summary>
internal sealed class ServerLog
{
    private readonly string folder;
    private readonly Dictionary<string, long> lengths;

    /// <summary>Remembers how long the files are now.</summary>
    /// <param name="folder">The log folder.</param>
    /// <param name="anew">The name of the file that each start begins anew: all of it counts.</param>
    public ServerLog(string folder, string anew)
    {
        this.folder = folder;
        lengths = Files(folder).Where(file => file.Name != anew).ToDictionary(file => file.FullName, file => file.Length);
    }

    /// <summary>The newest log file, or null.</summary>
    public static string? Newest(string folder) => Files(folder).MaxBy(file => file.LastWriteTimeUtc)?.FullName;

    /// <summary>All that was written since, files in the order in which they were last written.</summary>
    public string NewText() => string.Concat(Files(folder)
        .Where(file => !file.Name.EndsWith(".1", StringComparison.Ordinal))
        .OrderBy(file => file.LastWriteTimeUtc)
        .Select(Read));

    /// <summary>The last lines of a text.</summary>
    public static string Tail(string text, int lines = 8) =>
        string.Join("\n", text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines));

    private string Read(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var known = lengths.GetValueOrDefault(file.FullName);
        stream.Position = known <= stream.Length ? known : 0; // Shorter than before: begun anew.
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<FileInfo> Files(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles() : [];
}
