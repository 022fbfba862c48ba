using System.Runtime.InteropServices;

namespace ThreeDb.LocalPostgres;

/// <summary>What this library asks of the machine that it runs on. Tests replace single members; nothing else is faked.</summary>
internal sealed class Machine
{
    /// <summary>The machine as it is.</summary>
    public static Machine Current { get; } = new();

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public bool IsLinux { get; init; } = OperatingSystem.IsLinux();

    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    public Architecture Architecture { get; init; } = RuntimeInformation.OSArchitecture;

    /// <summary>Compiled into Debian's PostgreSQL, so it cannot be moved.</summary>
    public string ZoneInfoFolder { get; init; } = "/usr/share/zoneinfo";

    public string PasswdFile { get; init; } = "/etc/passwd";

    public string AptFolder { get; init; } = "/etc/apt";

    public string AptHelper { get; init; } = "/usr/lib/apt/apt-helper";

    public string DebianKeyring { get; init; } = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>Folders with the programs of an installed PostgreSQL; <c>*</c> stands for one path segment.</summary>
    public IReadOnlyList<string> InstalledPatterns { get; init; } =
        ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/postgresql/*/bin"];

    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Memory that this process may count on, cgroup limits included.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The full path of a program on the PATH, or null.</summary>
    public string? FindTool(string name) => (Variable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The value of a variable, or null when it is unset or blank.</summary>
    public string? Setting(string name) => Variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
