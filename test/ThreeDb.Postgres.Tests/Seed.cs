namespace ThreeDb.Postgres.Tests;

/// <summary>The seed of a randomised test: printed, and taken from THREEDB_TEST_SEED to repeat a failure.</summary>
internal static class Seed
{
    public static int Take(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("THREEDB_TEST_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"THREEDB_TEST_SEED={seed}");
        return seed;
    }
}
