namespace ThreeDb.LocalPostgres;

/// <summary>Turns what the file system says into an error with a remedy.</summary>
internal static class FolderFault
{
    private static readonly string[] FullWords = ["No space left on device", "Disk quota exceeded", "File too large"];

    // errno values of Linux: ENOSPC, EDQUOT, EFBIG. .NET passes them on as HResult.
    private static readonly int[] FullNumbers = [28, 122, 27];

    /// <summary>Whether a program's complaint means that the disk is full.</summary>
    public static bool MeansFull(string text) => FullWords.Any(text.Contains);

    /// <summary>The error for an exception of a file operation in a folder.</summary>
    public static ThreeDbException From(Exception exception, string folder) => FullNumbers.Contains(exception.HResult)
        ? Full(folder, null, exception)
        : new ThreeDbException(ErrorCodes.FolderNotUsable,
            $"The user '{Environment.UserName}' cannot use the folder '{folder}': {exception.Message}", inner: exception);

    /// <summary>The error for a full disk.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="needed">How many bytes are needed, when known.</param>
    /// <param name="inner">The cause.</param>
    public static ThreeDbException Full(string folder, long? needed, Exception? inner = null) => new(ErrorCodes.DiskFull,
        $"The disk of '{folder}' is full" + (needed is { } bytes ? $": {Megabytes(bytes)} are needed there." : "."), inner: inner);

    /// <summary>Refuses to begin what would not fit.</summary>
    public static void Require(Machine machine, string folder, long needed)
    {
        var free = machine.FreeBytes(folder);
        if (free < needed)
        {
            throw new ThreeDbException(ErrorCodes.DiskFull,
                $"The disk of '{folder}' has {Megabytes(free)} free; {Megabytes(needed)} are needed there.");
        }
    }

    private static string Megabytes(long bytes) => $"{(bytes + 999_999) / 1_000_000:N0} MB";
}
