using System.Globalization;

namespace ThreeDb.Sync;

/// <summary>When a projection is compared by itself: once a day.</summary>
internal static class Schedule
{
    /// <summary>Whether a comparison is due.</summary>
    /// <param name="at">The time of day in UTC as <c>HH:mm</c>, or <c>never</c>.</param>
    /// <param name="last">When it was last compared, or, before the first time, when it was begun.</param>
    /// <param name="now">Now.</param>
    public static bool IsDue(string at, DateTimeOffset last, DateTimeOffset now)
    {
        if (!TimeOnly.TryParseExact(at, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + time.ToTimeSpan();
        var latest = today <= now ? today : today.AddDays(-1);
        return last < latest;
    }
}
