namespace ThreeDb.Graphs;

/// <summary>Progress that several threads make in parts of equal size; what is told never falls.</summary>
internal sealed class SharedProgress(AlgorithmRun run, int parts)
{
    private readonly Lock _gate = new();
    private int _done;

    /// <summary>A part is done.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            _done++;
            run.Report(Math.Min(1, (double)_done / parts));
        }
    }
}
