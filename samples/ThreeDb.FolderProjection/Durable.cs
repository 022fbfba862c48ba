using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ThreeDb.Folders;

/// <summary>Files and folders that are still there after the power failed.</summary>
internal static class Durable
{
    /// <summary>Writes a file and waits until the disk has it. Its name is only safe after <see cref="FlushFolder"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Replaces a file: readers see the old content or the new one, never a part.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Write(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    public static void CreateFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            var parent = Path.GetDirectoryName(path)!;
            CreateFolder(parent);
            Directory.CreateDirectory(path);
            FlushFolder(parent);
        }
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Waits until the disk has the names in a folder. Windows has them with the files.</summary>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            using var folder = new SafeFileHandle(Open(path, 0), ownsHandle: true);
            RandomAccess.FlushToDisk(folder.IsInvalid ? throw new IOException($"The folder '{path}' cannot be opened.") : folder);
        }
    }

    // .NET opens no folders.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
