using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>Numbers as people read them: separators, units, and "unknown" for what is not known.</summary>
internal static class Quantity
{
    public const string Unknown = "unknown";

    public static string Count(long? number) => number is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>A number and its noun: <c>1 entity</c>, <c>2,000 entities</c>.</summary>
    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    public static string Bytes(long? bytes)
    {
        if (bytes is not { } known)
        {
            return Unknown;
        }

        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var value = (double)known;
        var unit = 0;
        for (; value >= 1000 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Round(value, unit == 0)} {units[unit]}");
    }

    /// <summary>A duration with the unit that suits it: <c>0.42 ms</c>, <c>1.3 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Time(TimeSpan? duration) => duration switch
    {
        null => Unknown,
        { TotalSeconds: < 1 } short_ => string.Create(CultureInfo.InvariantCulture, $"{Round(short_.TotalMilliseconds, false)} ms"),
        { TotalMinutes: < 1 } seconds => string.Create(CultureInfo.InvariantCulture, $"{Round(seconds.TotalSeconds, false)} s"),
        { TotalHours: < 1 } minutes => $"{minutes.Minutes} min {minutes.Seconds} s",
        { TotalDays: < 1 } hours => $"{hours.Hours} h {hours.Minutes} min",
        { } days => $"{(int)days.TotalDays} d {days.Hours} h",
    };

    public static string Milliseconds(double milliseconds) => Time(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A moment, in UTC to the second.</summary>
    public static string At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>A score with three digits.</summary>
    public static string Score(double? score) => score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Round(double value, bool whole) =>
        value.ToString(whole || value >= 100 ? "0" : value >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
