using System.Runtime.InteropServices;

namespace ThreeDb.LocalPostgres;

/// <summary>The few calls of the C library that .NET has no method for. Linux only.</summary>
internal static partial class Libc
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int ReadOnlyCloseOnExec = 0x80000; // The same on x86-64 and arm64.

    /// <summary>Sends a signal; false when there is no such process or it belongs to someone else.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    /// <summary>Gives a file or folder to a user and group.</summary>
    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (ChangeOwnerOf(path, user, group) != 0)
        {
            throw new IOException($"The owner of '{path}' cannot be changed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Makes the names in a folder durable, so that a rename survives a power cut.</summary>
    public static void SyncFolder(string folder) => OnFolder(folder, SyncFile);

    /// <summary>Makes everything in the file system of a folder durable: cheaper than one fsync for each of thousands of files.</summary>
    public static void SyncFileSystem(string folder) => OnFolder(folder, SyncFileSystemOf);

    /// <summary>The path without symbolic links, as <c>/proc/PID/cwd</c> shows it; unchanged when it does not exist.</summary>
    public static string RealPath(string path)
    {
        var resolved = ResolvePath(path, 0);
        if (resolved == 0)
        {
            return path;
        }

        var text = Marshal.PtrToStringUTF8(resolved)!;
        Release(resolved);
        return text;
    }

    private static void OnFolder(string folder, Func<int, int> action)
    {
        var descriptor = OpenFile(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0 || action(descriptor) != 0)
        {
            var message = Marshal.GetLastPInvokeErrorMessage();
            _ = descriptor < 0 ? 0 : CloseFile(descriptor);
            throw new IOException($"'{folder}' cannot be made durable: {message}");
        }

        _ = CloseFile(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerOf(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystemOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ResolvePath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Release(nint memory);
}
