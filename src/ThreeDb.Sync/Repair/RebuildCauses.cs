namespace ThreeDb.Sync;

/// <summary>Why a projection is built anew, in words, and what is reported of it.</summary>
internal static class RebuildCauses
{
    public const string Request = "somebody asked for a rebuild";
    public const string Rules = "its rules were changed";

    private const string First = "it is new: what exists is copied for the first time";
    private const string Settings = "its kind or its settings were changed: what its engine held before does not count";

    /// <summary>Why nothing that the engine may hold counts.</summary>
    public static string OfEmpty(ProjectionProgress progress) =>
        progress.Lost ?? (progress is { SettingsDone: 0, DatabaseEpoch: 0 } ? First : Settings);

    /// <summary>What is kept of a rebuild that is done.</summary>
    public static ReconcileReport Report(this RebuildCursor cursor, DateTimeOffset now) => new()
    {
        StartedAt = cursor.StartedAt,
        EndedAt = now,
        Cause = "rebuild",
        Reason = cursor.Why,
        Entities = cursor.WrittenEntities,
        Relations = cursor.WrittenRelations,
    };
}
