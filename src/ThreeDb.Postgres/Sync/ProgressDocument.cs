using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>The part of a projection's progress that nothing is compared with in SQL, as it is stored in <c>projection.progress</c>.</summary>
internal sealed record ProgressDocument
{
    public required ProjectionState State { get; init; }

    public required DateTimeOffset Since { get; init; }

    public string? Reason { get; init; }

    public string? Remedy { get; init; }

    public SyncRules? Rules { get; init; }

    public RebuildCursor? Rebuild { get; init; }

    public long Applied { get; init; }

    public double AppliedPerSecond { get; init; }

    public long Retries { get; init; }

    public string Breaker { get; init; } = "closed";

    public string? Leader { get; init; }

    public SyncProgress? Work { get; init; }

    public FrontierHold? Frontier { get; init; }

    public static ProgressDocument Of(ProjectionProgress progress) => new()
    {
        State = progress.State,
        Since = progress.Since,
        Reason = progress.Reason,
        Remedy = progress.Remedy,
        Rules = progress.Rules,
        Rebuild = progress.Rebuild,
        Applied = progress.Applied,
        AppliedPerSecond = progress.AppliedPerSecond,
        Retries = progress.Retries,
        Breaker = progress.Breaker,
        Leader = progress.Leader,
        Work = progress.Work,
        Frontier = progress.Frontier,
    };

    /// <summary>The progress that stands in columns, and what is said here.</summary>
    public ProjectionProgress With(ProjectionProgress columns) => columns with
    {
        State = State,
        Since = Since,
        Reason = Reason,
        Remedy = Remedy,
        Rules = Rules,
        Rebuild = Rebuild,
        Applied = Applied,
        AppliedPerSecond = AppliedPerSecond,
        Retries = Retries,
        Breaker = Breaker,
        Leader = Leader,
        Work = Work,
        Frontier = Frontier,
    };
}
