using System.Globalization;

namespace ThreeDb.Benchmarks;

/// <summary>What a figure is held to.</summary>
/// <param name="Limit">The bound.</param>
/// <param name="AtMost">Whether the figure may not be above it, rather than below it.</param>
/// <param name="Unit">The unit of a bound on the figure itself; null for a bound on the ratio.</param>
internal readonly record struct Bound(double Limit, bool AtMost, string? Unit = null)
{
    public static Bound RatioAtMost(double limit) => new(limit, AtMost: true);

    public static Bound RatioAtLeast(double limit) => new(limit, AtMost: false);

    public static Bound ValueAtMost(double limit, string unit) => new(limit, AtMost: true, unit);

    public static Bound ValueAtLeast(double limit, string unit) => new(limit, AtMost: false, unit);

    public bool Holds(double value, double? ratio)
    {
        var figure = Unit is null ? ratio ?? double.NaN : value;
        return AtMost ? figure <= Limit : figure >= Limit;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(AtMost ? "<=" : ">=")} {Limit:0.##}{(Unit is null ? "" : " " + Unit)}");
}
