namespace ThreeDb.Graphs;

/// <summary>Counts the work of all threads of a run, so that progress is told, which never falls, and cancellation asked about every few milliseconds.</summary>
/// <param name="run">The run.</param>
/// <param name="total">How much there is to do, in relations to look at, or in parts of equal size; an estimate will do.</param>
internal sealed class WorkMeter(AlgorithmRun run, double total)
{
    private readonly Lock _gate = new();
    private long _done;
    private double _share;
    private int _parts;

    public void Add(long work)
    {
        lock (_gate)
        {
            _done += work;
            Tell(_done / total);
        }
    }

    /// <summary>A part is done, where parts are counted and not relations: the total is infinite then.</summary>
    /// <param name="parts">How many there are.</param>
    public void AddPart(int parts)
    {
        lock (_gate)
        {
            Tell(++_parts / (double)parts);
        }
    }

    private void Tell(double share)
    {
        _share = Math.Max(_share, Math.Min(1, share));
        run.Report(_share);
    }
}

/// <summary>One thread's part of a <see cref="WorkMeter"/>: cheap enough to be told of every node.</summary>
/// <param name="meter">The meter.</param>
internal struct WorkPulse(WorkMeter meter)
{
    // About half a millisecond's work.
    private const int Beat = 100_000;

    private int _pending;

    /// <summary>Adds the relations of a node, or other work about as large.</summary>
    public void Add(int work)
    {
        _pending += work + 1;
        if (_pending >= Beat)
        {
            meter.Add(_pending);
            _pending = 0;
        }
    }
}
