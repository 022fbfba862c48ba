using System.Collections.Concurrent;

namespace ThreeDb.Graphs;

/// <summary>A thread that helps others with what they compute. It is kept for the next who needs one, and ends when nobody did for a while.</summary>
internal sealed class TeamMember : IDisposable
{
    private const int Waiting = 0;
    private const int Sent = 1;
    private const int Gone = 2;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentStack<TeamMember> Free = new();

    private readonly SemaphoreSlim _wake = new(0);
    private readonly WakePlace _place = new();
    private Team? _team;
    private int _state = Sent;

    /// <summary>Sends a thread to a team: one that waits, or a new one.</summary>
    public static void Send(Team team)
    {
        while (Free.TryPop(out var member))
        {
            if (Interlocked.CompareExchange(ref member._state, Sent, Waiting) == Waiting)
            {
                member._team = team;
                member._place.SteerAwayFromHere();
                member._wake.Release();
                return;
            }
        }

        var another = new TeamMember { _team = team };
        new Thread(another.Run) { IsBackground = true, Name = "3db algorithm" }.Start();
    }

    private void Run()
    {
        using var own = this;
        _place.Settle();
        do
        {
            _team!.Join();
            _team = null;
            Volatile.Write(ref _state, Waiting);
            Free.Push(this);
        }
        while (IsSent());
    }

    /// <summary>Called by its own thread at its end.</summary>
    public void Dispose()
    {
        _place.Dispose();
        _wake.Dispose();
    }

    private bool IsSent()
    {
        if (!_wake.Wait(Kept))
        {
            if (Interlocked.CompareExchange(ref _state, Gone, Waiting) == Waiting)
            {
                return false;
            }

            // Sent in this very moment.
            _wake.Wait();
        }

        _place.Release();
        return true;
    }
}
