using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>How a projection is, in words for somebody who was woken by it.</summary>
internal static class ProjectionText
{
    public static string Word(ProjectionState state) => state == ProjectionState.CatchingUp ? "catching up" : StrictObject.WordOf(state);

    public static string Since(DateTimeOffset since, DateTimeOffset now) => Quantity.Time(now > since ? now - since : TimeSpan.Zero);

    public static string Lag(ProjectionStatus status) => status.LagSeconds is { } seconds ? Quantity.Time(TimeSpan.FromSeconds(seconds)) : Quantity.Unknown;

    /// <summary>How many changes it is behind; they are counted up to 100,000.</summary>
    public static string Pending(ProjectionStatus status) => status.Pending is >= 100_000 ? "100,000 or more" : Quantity.Count(status.Pending);

    public static string Rate(double perSecond) =>
        perSecond is > 0 and < 10 ? perSecond.ToString("0.#", CultureInfo.InvariantCulture) : Quantity.Count((long)Math.Round(perSecond));

    /// <summary>Which changes are gathered before they are applied, for how long, and why.</summary>
    public static string Gathered(ProjectionStatus status) => status.Gathered.Count == 0
        ? "nothing, every change is applied at once"
        : string.Join(", ", status.Gathered.Select(gathered =>
            $"{(gathered.Type == "*" ? "other types" : gathered.Type)} for {Quantity.Time(TimeSpan.FromSeconds(gathered.Seconds))} ({gathered.Why})"));

    /// <summary>What there is to say: why it is as it is, what somebody has to do, how far a long work is, what waits, what the last comparison found.</summary>
    public static IEnumerable<string> Sentences(ProjectionStatus status, DateTimeOffset now, string command)
    {
        foreach (var sentence in Reasons(status, command))
        {
            yield return sentence;
        }

        if (status.Progress is { } progress)
        {
            yield return Progress(progress, now);
        }

        foreach (var work in status.Unfinished.Where(work => work != status.Progress?.Work))
        {
            var begins = status.State switch { ProjectionState.Paused => "once it is resumed", ProjectionState.Stalled or ProjectionState.Broken => "once that is over", _ => "next" };
            yield return status.Position is null ? $"The first copy begins {begins}." : $"A {work} was asked for and begins {begins}.";
        }

        if (status.Parked > 0 && status.Reason?.Contains("parked", StringComparison.Ordinal) != true)
        {
            yield return $"{Quantity.Count(status.Parked, "key is", "keys are")} parked, because the engine cannot hold what they have; all others go on. "
                + $"See '{command} sync dead-letters {status.Name}'.";
        }

        if (status.LastReconcile is { } report)
        {
            yield return $"Last compared with the source: {Report(report)}.";
        }
    }

    /// <summary>Why it is as it is, and what somebody has to do.</summary>
    public static IEnumerable<string> Reasons(ProjectionStatus status, string command)
    {
        if (status.Reason is { } reason)
        {
            yield return $"Why: {Sentence(reason)}";
        }

        if ((status.Remedy ?? Usual(status, command)) is { } remedy)
        {
            yield return $"What to do: {Sentence(remedy)}";
        }
    }

    /// <summary>Who holds the change log back, and how to end that.</summary>
    public static string Frontier(FrontierHold hold)
    {
        var who = hold.ProcessId is { } process
            ? string.Create(CultureInfo.InvariantCulture, $"PostgreSQL process {process} ({(string.IsNullOrEmpty(hold.Application) ? "unnamed" : hold.Application)}, {hold.State})")
            : $"A session of PostgreSQL ({hold.State})";
        return $"{who} has had a transaction open for {Quantity.Time(TimeSpan.FromSeconds(hold.Seconds))}; changes since then wait for it. What to do: {Sentence(hold.Remedy())}";
    }

    /// <summary>What a comparison found.</summary>
    public static string Report(ReconcileReport report)
    {
        string[] found =
        [
            .. report.Missing > 0 ? [$"{Quantity.Count(report.Missing)} missing"] : (string[])[],
            .. report.Orphans > 0 ? [$"{Quantity.Count(report.Orphans, "orphan", "orphans")}"] : (string[])[],
            .. report.Differing > 0 ? [$"{Quantity.Count(report.Differing)} differing"] : (string[])[],
        ];
        var cause = report.Cause switch { "schedule" => "as scheduled", "request" => "on request", "epoch" => "because PostgreSQL was restored or had failed over", var other => other };
        return $"{Quantity.At(report.EndedAt)}, {cause}: {Quantity.Count(report.Entities, "entity", "entities")} and {Quantity.Count(report.Relations, "relation", "relations")} in {Quantity.Time(report.EndedAt - report.StartedAt)}, "
            + (found.Length > 0 ? $"{string.Join(", ", found)}; repaired" : report.Parked > 0 ? "all others equal" : "all equal")
            + (report.Parked > 0 ? $"; {Quantity.Count(report.Parked, "key is", "keys are")} parked" : "");
    }

    /// <summary>How far a long work is, and when it is likely to end.</summary>
    public static string Progress(SyncProgress progress, DateTimeOffset now)
    {
        var name = progress.Work == "rebuild" ? "Rebuilding" : "Comparing";
        if (progress.Total <= 0)
        {
            return $"{name}: {progress.Phase}, just begun.";
        }

        var part = Math.Clamp((double)progress.Done / progress.Total, 0, 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"{name}: {progress.Phase}, {Quantity.Count(progress.Done)} of {Quantity.Count(progress.Total)} ({Math.Floor(part * 100)} %){Left(progress, part, now)}.");
    }

    // The first hundredth says too little about the rest.
    private static string Left(SyncProgress progress, double part, DateTimeOffset now) => part < 0.01 || now <= progress.StartedAt
        ? ""
        : $", approximately {Quantity.Time((now - progress.StartedAt) * ((1 - part) / part))} to go";

    private static string? Usual(ProjectionStatus status, string command) => status.State switch
    {
        ProjectionState.Paused => $"'{command} sync resume {status.Name}' when it shall go on; nothing is lost meanwhile.",
        ProjectionState.Starting => "Wait for a moment; if it stays so, no server process leads it: see that one runs.",
        ProjectionState.Stalled => $"Nothing, if the cause ends by itself: it tries again on its own. '{command} sync resume {status.Name}' tries at once.",
        ProjectionState.Broken => $"Remove the cause, then '{command} sync resume {status.Name}'.",
        _ => null,
    };

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith(';') ? text : text + ".";
}
