using System.Diagnostics;

namespace ThreeDb.Architecture;

/// <summary>The files of the checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What is committed or could be: everything that git does not ignore. Paths from the root, with '/'.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. List("--cached", "--others", "--exclude-standard").Where(path => File.Exists(Full(path)))];

    /// <summary>What git has.</summary>
    public static IReadOnlySet<string> Tracked { get; } = List("--cached").ToHashSet(StringComparer.Ordinal);

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Full(path));

    /// <summary>The files below one of some folders, with an extension.</summary>
    public static IEnumerable<SourceFile> Sources(string extension, params string[] folders) =>
        from path in Files
        where path.EndsWith(extension, StringComparison.Ordinal) && folders.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal))
        select new SourceFile(path, Read(path));

    private static string[] List(params string[] options)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, "ls-files", .. options]) { RedirectStandardOutput = true })!;
        var paths = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return git.ExitCode == 0 ? paths : throw new InvalidOperationException($"'git ls-files' ended with {git.ExitCode}.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ThreeDb.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}

/// <summary>A file of the repository.</summary>
/// <param name="Path">Its path from the root, with '/'.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);
}
