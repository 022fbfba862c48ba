namespace ThreeDb.Postgres;

/// <summary>Says that this process has committed something. Costs a write a few nanoseconds; whoever waits does the rest.</summary>
internal sealed class ChangeSignal
{
    /// <summary>Wakes who waits in this process.</summary>
    public WakeUp Here { get; } = new();

    /// <summary>Wakes who tells other processes.</summary>
    public WakeUp Elsewhere { get; } = new();

    /// <summary>To be called after a commit.</summary>
    public void Committed()
    {
        Here.Raise();
        Elsewhere.Raise();
    }
}
