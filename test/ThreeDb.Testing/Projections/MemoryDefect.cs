namespace ThreeDb.Testing;

/// <summary>Errors that a connector may have, planted into <see cref="MemoryProjection"/> to see the conformance suite go red. One is switched on by THREEDB_PLANT.</summary>
public static class MemoryDefect
{
    public const string StubNotTurnedReal = "stub-not-turned-real";
    public const string RemovalTakesRelations = "removal-takes-relations";
    public const string DropDeletes = "drop-deletes";
    public const string UpdateMerges = "update-merges";
    public const string EpochNotCompared = "epoch-not-compared";
    public const string NumberNotCompared = "number-not-compared";
    public const string FenceForgottenAtPrepare = "fence-forgotten-at-prepare";
    public const string FenceSurvivesDrop = "fence-survives-drop";
    public const string DropNotCompared = "drop-not-compared";
    public const string RelationKeyIgnored = "relation-key-ignored";
    public const string HashOfIdOnly = "hash-of-id-only";
    public const string HashKept = "hash-kept";
    public const string NumbersAsDoubles = "numbers-as-doubles";
    public const string HalfBatch = "half-batch";
    public const string TenantsMixed = "tenants-mixed";
    public const string DatabasesMixed = "databases-mixed";
    public const string VersionGuard = "version-guard";
    public const string LossNotNoticed = "loss-not-noticed";
    public const string EmptiedAnswers = "emptied-answers";

    private static readonly string? Planted = Environment.GetEnvironmentVariable("THREEDB_PLANT");

    /// <summary>All of them, each with what it breaks.</summary>
    public static IReadOnlyList<(string Name, string Breaks)> All { get; } =
    [
        (StubNotTurnedReal, "an entity that comes after its relation stays a stub"),
        (RemovalTakesRelations, "removing an entity takes relations that are still live"),
        (DropDeletes, "removals are ignored"),
        (UpdateMerges, "an update keeps fields that are gone"),
        (EpochNotCompared, "a leader that was followed writes"),
        (NumberNotCompared, "a write that comes late writes"),
        (FenceForgottenAtPrepare, "preparing lets older leaders in again"),
        (FenceSurvivesDrop, "a projection declared anew can never write"),
        (DropNotCompared, "a leader that was followed drops the copy of the newer one"),
        (RelationKeyIgnored, "parallel relations become one"),
        (HashOfIdOnly, "differences in data are not seen"),
        (HashKept, "what somebody changes in the engine is not seen"),
        (NumbersAsDoubles, "large integers lose digits"),
        (HalfBatch, "a rejected batch leaves its first half"),
        (TenantsMixed, "tenants share a copy"),
        (DatabasesMixed, "databases share a copy"),
        (VersionGuard, "a row with the version that is held is not written again"),
        (LossNotNoticed, "an engine that was emptied counts as whole"),
        (EmptiedAnswers, "queries are answered from an engine that was emptied"),
    ];

    /// <summary>Whether an error is switched on.</summary>
    public static bool Is(string name) => Planted == name;
}
