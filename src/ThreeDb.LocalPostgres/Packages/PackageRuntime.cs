namespace ThreeDb.LocalPostgres;

/// <summary>Unpacked packages that can be run. Immutable: nothing writes into the folder any more.</summary>
public sealed class PackageRuntime
{
    private readonly RuntimeStamp stamp;

    private PackageRuntime(string root, RuntimeStamp stamp)
    {
        Root = root;
        this.stamp = stamp;
        Executables = [.. stamp.Programs, .. stamp.Links];
    }

    /// <summary>The folder that stands for <c>/</c>: programs lie in <c>usr/bin</c> below it.</summary>
    public string Root { get; }

    /// <summary>The version of each package.</summary>
    public IReadOnlyDictionary<string, string> Packages => stamp.Packages;

    /// <summary>The programs that can be run, relative to the root.</summary>
    public IReadOnlyList<string> Executables { get; }

    /// <summary>The full path of a program, which can be started like any other.</summary>
    /// <param name="executable">One of <see cref="Executables"/>.</param>
    /// <exception cref="ArgumentException">The definition of the runtime does not name this program.</exception>
    public string Command(string executable) => Executables.Contains(executable)
        ? Path.Combine(Root, executable)
        : throw new ArgumentException($"The runtime has no '{executable}'{Nearest.Hint(executable, Executables)}.", nameof(executable));

    internal static PackageRuntime? Open(string root) => RuntimeStamp.Read(root) is { } stamp ? new PackageRuntime(root, stamp) : null;
}
