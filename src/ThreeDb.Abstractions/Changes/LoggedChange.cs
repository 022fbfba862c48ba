namespace ThreeDb.Changes;

/// <summary>A row of the change log, as the feed needs it: what changed and when, never what it looked like.</summary>
/// <param name="Point">Where it stands.</param>
/// <param name="Key">What changed.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="At">When it was made.</param>
/// <param name="IsUpdate">Whether the row was there before and after: it neither came nor went.</param>
public readonly record struct LoggedChange(LogPoint Point, RowKey Key, long Version, DateTimeOffset At, bool IsUpdate = false);

/// <summary>Changes in order, below the frontier of the moment at which they were read.</summary>
public sealed class ChangePage
{
    /// <summary>The changes, in order of <see cref="LoggedChange.Point"/>.</summary>
    public required IReadOnlyList<LoggedChange> Changes { get; init; }

    /// <summary>Where to go on: the last change, or, when there are no more for now, everything below <see cref="Frontier"/>.</summary>
    public required LogPoint Next { get; init; }

    /// <summary>The first transaction that may still be running: nothing from here on has been read.</summary>
    public required ulong Frontier { get; init; }

    /// <summary>Whether there may be more below the frontier.</summary>
    public required bool IsFull { get; init; }
}
