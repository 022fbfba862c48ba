using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>
/// Reads <c>/proc</c>. A server of ours is known by its working folder, which is its data folder: a reused process id has
/// another one.
/// </summary>
internal static class ProcessTable
{
    /// <summary>Whether a process runs; one that has ended and is not yet collected by its parent does not.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Whether a process runs with <paramref name="folder"/> as its working folder.</summary>
    public static bool WorksIn(int process, string folder) =>
        IsAlive(process) && ReadLink($"/proc/{process}/cwd") is { } working && working == Libc.RealPath(folder);

    /// <summary>The name of a process's program, or null.</summary>
    public static string? NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All process ids that are visible.</summary>
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>The target of a link under <c>/proc</c>, or null when it is gone or not ours to read.</summary>
    public static string? ReadLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
