using System.Diagnostics;
using Xunit;

namespace ThreeDb.Testing;

/// <summary>Waits for what no event tells, such as a state in a database or in another process: looks again and again, and fails with what it saw last.</summary>
public static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until what it sees is as expected, and gives that.</summary>
    /// <param name="look">Looks.</param>
    /// <param name="expected">Whether it is so.</param>
    /// <param name="within">How long it may take.</param>
    public static async Task<T> ExpectedAsync<T>(Func<Task<T>> look, Func<T, bool> expected, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(expected);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var seen = await look();
            if (expected(seen))
            {
                return seen;
            }

            Assert.True(clock.Elapsed < within, $"After {within.TotalSeconds} s it is not as expected: {Json.Of(seen)}");
        }
    }

    /// <summary>Looks until something is found, and gives that.</summary>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> look, TimeSpan within)
        where T : class => (await ExpectedAsync(look, found => found is not null, within))!;

    /// <summary>Looks until it is so.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan within) => ExpectedAsync(condition, isSo => isSo, within);

    /// <summary>Looks until it is so.</summary>
    public static Task TrueAsync(Func<bool> condition, TimeSpan within) => ExpectedAsync(() => Task.FromResult(condition()), isSo => isSo, within);
}
