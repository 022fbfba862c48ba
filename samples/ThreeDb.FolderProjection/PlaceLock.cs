namespace ThreeDb.Folders;

/// <summary>Lets one process at a time write to a place. The kernel frees it when its holder dies, so nobody has to clean up.</summary>
internal sealed class PlaceLock(FileStream file) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    /// <exception cref="IOException">Another process has held it for 10 s.</exception>
    public static async Task<PlaceLock> TakeAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                Durable.CreateFolder(folder);
                var file = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (file.Length == 0)
                {
                    return new PlaceLock(file);
                }

                await file.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException) when (time.GetElapsedTime(started) < Longest)
            {
                // Held, or dropped between the two lines above.
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells those who opened the file before it was deleted that it locks nothing any more.</summary>
    public void Retire()
    {
        file.WriteByte(1);
        file.Flush();
    }

    public void Dispose() => file.Dispose();
}
