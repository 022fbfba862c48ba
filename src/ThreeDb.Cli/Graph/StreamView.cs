namespace ThreeDb.Cli;

/// <summary>Prints what comes one by one, as it comes: lines for people, NDJSON otherwise.</summary>
internal static class StreamView
{
    private const int RowsAtOnce = 1000;

    /// <summary>Prints.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<long> PrintAsync<T>(Screen screen, IAsyncEnumerable<T> items, Func<T, string> line)
    {
        var count = 0L;
        await foreach (var item in items)
        {
            if (screen.IsJson)
            {
                screen.Json(item);
            }
            else
            {
                screen.Line(line(item));
            }

            if (++count % RowsAtOnce == 0)
            {
                screen.Flush();
            }
        }

        screen.Note($"{Quantity.Count(count)} in all.");
        return count;
    }
}
