using System.Globalization;

namespace ThreeDb.Sync.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("02:00", "2026-05-01T03:00Z", "2026-05-02T01:59Z", false)]
    [InlineData("02:00", "2026-05-01T03:00Z", "2026-05-02T02:00Z", true)]
    [InlineData("02:00", "2026-05-02T02:00Z", "2026-05-02T23:59Z", false)]
    [InlineData("02:00", "2026-04-01T02:00Z", "2026-05-02T01:00Z", true)]
    [InlineData("never", "2026-04-01T02:00Z", "2026-05-02T01:00Z", false)]
    public void Comparison_is_due_once_a_day(string at, string last, string now, bool expected) => Assert.Equal(expected,
        Schedule.IsDue(at, DateTimeOffset.Parse(last, CultureInfo.InvariantCulture), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
}
