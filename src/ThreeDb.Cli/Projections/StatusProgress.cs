namespace ThreeDb.Cli;

/// <summary>Shows how far the work of a projection is. Statuses are reported by the one who waits, one after another.</summary>
internal sealed class StatusProgress(ProgressPart part) : IProgress<ProjectionStatus>
{
    public void Report(ProjectionStatus value)
    {
        if (value.Progress is { Total: > 0 } progress)
        {
            part.SetTotal(progress.Total);
            part.Report(progress.Done);
        }
    }
}
