using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ThreeDb.Cli;

/// <summary>Tells a process from a later one with the same id.</summary>
internal static partial class ProcessIdentity
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>A text that no other process has; null when none of this id runs.</summary>
    public static string? Of(int process) => OperatingSystem.IsLinux() ? FromProc(process) : FromSystem(process);

    /// <summary>The memory of a process in bytes; null when it cannot be known.</summary>
    public static long? MemoryOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Sends a signal; false when there is no such process or it belongs to somebody else.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    // Ticks since the boot, and which boot: unlike the time of day neither ever changes. Field 22 of stat, after the name, which may hold anything.
    private static string? FromProc(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string? FromSystem(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
