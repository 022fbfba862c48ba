using System.Globalization;

namespace ThreeDb.Testing;

/// <summary>How much the tests of faults do: a little everywhere, all of it with THREEDB_FAULTS=long (./3db test --faults).</summary>
public static class FaultScale
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("THREEDB_FAULTS") == "long";

    /// <summary>How often the server is killed.</summary>
    public static int ServerKills => Of(5, 300);

    /// <summary>How often PostgreSQL is killed.</summary>
    public static int PostgresKills => Of(5, 100);

    /// <summary>How often the server is killed that feeds every engine at once.</summary>
    public static int EngineServerKills => Of(2, 300);

    /// <summary>How often the PostgreSQL is killed from which every engine is fed at once.</summary>
    public static int EnginePostgresKills => Of(2, 100);

    /// <summary>How many writes a second must have been acknowledged over a whole run of kills, the time in which nobody could write included; nothing is demanded where other test classes work beside.</summary>
    public static int WritesPerSecond => Of(0, 200);

    /// <summary>How often a leader is stopped until another has taken over.</summary>
    public static int StoppedLeaders => Of(3, 100);

    /// <summary>How long each fault of a link to PostgreSQL lasts.</summary>
    public static TimeSpan LinkFault => TimeSpan.FromSeconds(Of(2, 300));

    /// <summary>How long each fault of a link to another engine lasts.</summary>
    public static TimeSpan EngineLinkFault => TimeSpan.FromSeconds(Of(1, 300));

    /// <summary>How long an engine is away.</summary>
    public static TimeSpan Outage => TimeSpan.FromSeconds(Of(20, 600));

    /// <summary>How many changes a second are made while it is.</summary>
    public static int OutageChangesPerSecond => Of(100, 500);

    /// <summary>How many transactions are made while one is held open.</summary>
    public static int HeldAcross => Of(1_000, 10_000);

    /// <summary>How long it is from one poisonous value to the next.</summary>
    public static TimeSpan BetweenPoison => TimeSpan.FromMilliseconds(Of(40, 500));

    /// <summary>How many entities are compared; one in a hundred differs.</summary>
    public static int Compared => Of(2_000, 100_000);

    /// <summary>What a promised time is held to: to itself with THREEDB_FAULTS=long, to ten times as much where other test classes work beside.</summary>
    public static TimeSpan Within(TimeSpan promised) => IsLong ? promised : 10 * promised;

    // Each can be set by itself: THREEDB_FAULTS_SERVERKILLS=20.
    private static int Of(int little, int much, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        int.TryParse(Environment.GetEnvironmentVariable("THREEDB_FAULTS_" + name.ToUpperInvariant()), CultureInfo.InvariantCulture, out var given) ? given : IsLong ? much : little;
}
