using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>Times and durations from the command line.</summary>
internal static class Times
{
    /// <summary>A time such as <c>2026-01-31T12:00:00Z</c> or <c>2026-01-31</c> (UTC); null for null.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static DateTimeOffset? Parse(string? text, string option) => text is null ? null
        : StrictObject.ParseTime(text) ?? throw Usage.Fault($"{option}: '{Printable.Short(text)}' is not a time such as 2026-01-31T12:00:00Z or 2026-01-31.");

    /// <summary>A moment that lies a duration such as <c>90d</c>, <c>12h</c> or <c>30m</c> ahead, or is a time itself; null for null.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static DateTimeOffset? Ahead(string? text, string option, TimeProvider time)
    {
        if (text is not [.. var digits, var unit] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 100_000
            || unit is not ('d' or 'h' or 'm'))
        {
            return text is null ? null : StrictObject.ParseTime(text) ?? throw Usage.Fault($"{option}: '{Printable.Short(text)}' is not a duration such as 90d or 12h, nor a time.");
        }

        return time.GetUtcNow() + (unit == 'd' ? TimeSpan.FromDays(number) : unit == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromMinutes(number));
    }
}
