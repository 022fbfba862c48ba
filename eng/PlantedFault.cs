namespace ThreeDb;

/// <summary>Faults that can be switched on in builds for tests only, to see that the tests notice them (docs/design/testing.md).</summary>
/// <remarks>A build with <c>-p:PlantFaults=true</c> holds them all and switches on the one that THREEDB_PLANT names. Every other build holds none.</remarks>
internal static class PlantedFault
{
    // The feed and its checkpoint.
    public const string ReachedBeforeApply = "reached-before-apply";
    public const string CheckpointBeforeApply = "checkpoint-before-apply";
    public const string GatheredPassed = "gathered-passed";
    public const string CoalesceKeepsFirst = "coalesce-keeps-first";
    public const string EventualIgnored = "eventual-ignored";
    public const string VersionOfTheChange = "version-of-the-change";
    public const string DropDeletes = "drop-deletes";
    public const string AtLeastIgnored = "at-least-ignored";
    public const string ReachedBeforeCompared = "reached-before-compared";
    public const string DegreesForgotten = "degrees-forgotten";

    // Delivery.
    public const string FailureCountsAsApplied = "failure-counts-as-applied";
    public const string FreshAfterFailure = "fresh-after-failure";
    public const string RetryWithoutPause = "retry-without-pause";
    public const string PauseWithoutCap = "pause-without-cap";
    public const string HalvingLosesAHalf = "halving-loses-a-half";
    public const string ParkSilently = "park-silently";
    public const string ParkStopsTheFeed = "park-stops-the-feed";
    public const string ParkOnAndOn = "park-on-and-on";
    public const string RetryFromOldImage = "retry-from-old-image";
    public const string FenceSkipped = "fence-skipped";
    public const string IdleEngineTrusted = "idle-engine-trusted";
    public const string PreparedOnce = "prepared-once";

    // Rebuild, rules and comparison.
    public const string RebuildWithoutRelations = "rebuild-without-relations";
    public const string RebuildSkipsLastChunk = "rebuild-skips-last-chunk";
    public const string RebuildKeepsOrphans = "rebuild-keeps-orphans";
    public const string RebuildWithoutFeed = "rebuild-without-feed";
    public const string RebuildNotResumed = "rebuild-not-resumed";
    public const string RulesWithoutRebuild = "rules-without-rebuild";
    public const string DatabaseEpochIgnored = "database-epoch-ignored";
    public const string ReconcileSamples = "reconcile-samples";
    public const string ReconcileTrustsApplied = "reconcile-trusts-applied";

    // The store.
    public const string OrderBySequence = "order-by-sequence";
    public const string ReadAboveFrontier = "read-above-frontier";
    public const string LoseWakeUp = "lose-wake-up";
    public const string LeadWithoutLock = "lead-without-lock";
    public const string LeaderEpochIgnored = "leader-epoch-ignored";

    // Connectors.
    public const string FillWithoutGeneration = "fill-without-generation";
    public const string FirstLevelWithoutEpoch = "first-level-without-epoch";
    public const string CacheFenceSkipped = "cache-fence-skipped";
    public const string StrangersCopyTaken = "strangers-copy-taken";

#if PLANT_FAULTS
    private static readonly string? Planted = Environment.GetEnvironmentVariable("THREEDB_PLANT");

    /// <summary>Whether a fault is switched on.</summary>
    public static bool Is(string name) => Planted == name;
#else
    /// <summary>Whether a fault is switched on.</summary>
    public static bool Is(string name) => false;
#endif
}
