namespace ThreeDb.Testing;

/// <summary>What a call allocates, on its own thread.</summary>
public static class AllocatedBytes
{
    private const int Calls = 5;

    /// <summary>
    /// The least of several calls, in bytes, after one to warm up. A garbage collection that tests beside this one cause counts what is left of the thread's
    /// allocation buffer (up to 8 KB) as allocated: one call may therefore show more than it took.
    /// </summary>
    public static long LeastOf(Action call)
    {
        call();
        var least = long.MaxValue;
        for (var i = 0; i < Calls; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
