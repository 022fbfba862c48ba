namespace ThreeDb.Graphs;

/// <summary>A number of 0 or more that may be far larger or smaller than a 64-bit float can be.</summary>
/// <param name="Digits">From 1 to below 2; 0 for the number 0.</param>
/// <param name="Power">The power of two that the digits are multiplied by.</param>
internal readonly record struct WideNumber(double Digits, int Power)
{
    // What is smaller by more powers of two changes no digit of a sum.
    private const int Precision = 60;

    public static WideNumber One => new(1, 0);

    public WideNumber Inverse() => Of(1 / Digits, -Power);

    public WideNumber Plus(WideNumber other)
    {
        var (large, small) = Digits == 0 || (other.Digits != 0 && other.Power > Power) ? (other, this) : (this, other);
        var gap = large.Power - small.Power;
        return small.Digits == 0 || gap > Precision ? large : Of(large.Digits + Math.ScaleB(small.Digits, -gap), large.Power);
    }

    public WideNumber Times(WideNumber other) => Of(Digits * other.Digits, Power + other.Power);

    public double ToDouble() => Math.ScaleB(Digits, Power);

    private static WideNumber Of(double digits, int power)
    {
        if (digits == 0)
        {
            return default;
        }

        var more = Math.ILogB(digits);
        return new WideNumber(Math.ScaleB(digits, -more), power + more);
    }
}
