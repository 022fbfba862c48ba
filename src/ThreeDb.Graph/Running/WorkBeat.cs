namespace ThreeDb.Graphs;

/// <summary>Reports once in so many relations, so that one thread's work can be stopped soon and costs nothing for it.</summary>
internal sealed class WorkBeat(AlgorithmRun run)
{
    private const int BetweenReports = 32_768;

    private int _sinceReport;
    private double _from;
    private double _to = 1;
    private double _done;

    /// <summary>Stops.</summary>
    public CancellationToken Cancellation => run.Cancellation;

    /// <summary>What follows is so much of the whole: from 0 to 1.</summary>
    public void Begin(double from, double to) => (_from, _to, _done) = (from, to, Math.Max(_done, from));

    /// <summary>Tells which share is done of what was begun; less than was told before is passed over.</summary>
    public void Reach(double share) => _done = Math.Max(_done, _from + ((_to - _from) * Math.Min(1, share)));

    /// <summary>Counts work: a node and its relations.</summary>
    public void Add(int relations)
    {
        _sinceReport += 1 + relations;
        if (_sinceReport >= BetweenReports)
        {
            Report();
        }
    }

    /// <summary>Reports between two steps that take a moment each on a large graph.</summary>
    public void Report()
    {
        _sinceReport = 0;
        run.Report(_done);
    }
}
