using System.Globalization;

namespace ThreeDb.Testing;

/// <summary>The seed of a randomised test: printed, and taken from THREEDB_SEED to repeat a run.</summary>
public static class TestSeed
{
    public static int Take()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("THREEDB_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"THREEDB_SEED={seed}");
        return seed;
    }
}
