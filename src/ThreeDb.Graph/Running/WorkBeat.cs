namespace ThreeDb.Graphs;

/// <summary>Reports once in so many relations, so that one thread's work can be stopped soon and costs nothing for it.</summary>
internal sealed class WorkBeat(AlgorithmRun run)
{
    private const int BetweenReports = 32_768;

    private int _sinceReport;

    /// <summary>What is told as done.</summary>
    public double Done { get; set; }

    /// <summary>Counts work: a node and its relations.</summary>
    public void Add(int relations)
    {
        _sinceReport += 1 + relations;
        if (_sinceReport >= BetweenReports)
        {
            _sinceReport = 0;
            run.Report(Done);
        }
    }
}
