using System.Runtime.ExceptionServices;

namespace ThreeDb.Graphs;

/// <summary>One piece of work by several threads at once: the caller's and those of <see cref="TeamMember"/>s, which begin sooner than those of the thread pool.</summary>
internal sealed class Team
{
    // So often the caller looks whether all have ended before it sleeps.
    private const int Looks = 100;

    private readonly object _gate = new();
    private readonly Action _work;
    private int _inside;
    private bool _isOver;
    private ExceptionDispatchInfo? _fault;

    private Team(Action work) => _work = work;

    /// <summary>Does the work in so many threads, each time as a whole: it has to share out what there is to do.</summary>
    /// <remarks>Returns when all who began have ended; who has not begun by the time that the caller has done its own does not begin. A fault is thrown when all have ended.</remarks>
    /// <param name="threads">How many threads, with the caller's; at least 1.</param>
    /// <param name="work">What each does. Must end early when another has failed, if it takes long.</param>
    public static void Run(int threads, Action work)
    {
        if (threads == 1)
        {
            work();
            return;
        }

        var team = new Team(work);
        for (var i = 1; i < threads; i++)
        {
            TeamMember.Send(team);
        }

        team.Take();
        team.End();
        team._fault?.Throw();
    }

    /// <summary>Does the work by the thread of a member, if it is not over.</summary>
    public void Join()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _inside++;
        }

        Take();
        lock (_gate)
        {
            if (--_inside == 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Take()
    {
        try
        {
            _work();
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        var spin = new SpinWait();
        while (Volatile.Read(ref _inside) > 0 && spin.Count < Looks)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        lock (_gate)
        {
            while (_inside > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
