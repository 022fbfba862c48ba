namespace ThreeDb.Testing;

/// <summary>A way for a link to be bad, by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Faults">What it does to the bytes; null for a server that cannot be reached at all.</param>
public sealed record LinkFault(string Name, LinkFaults? Faults)
{
    /// <summary>Every fault that a link must survive.</summary>
    public static IReadOnlyList<LinkFault> All { get; } = Every(cutAfterBytes: 20_000);

    /// <summary>Whether it ends connections, so that there must be new ones afterwards.</summary>
    public bool EndsConnections => Faults is null or { CutAfterBytes: > 0 } or { ResetAfterBytes: > 0 };

    /// <summary>The same for a link over which little goes.</summary>
    /// <param name="cutAfterBytes">After how many bytes connections are cut, or reset.</param>
    public static IReadOnlyList<LinkFault> Every(int cutAfterBytes) =>
    [
        new("latency", new LinkFaults { Latency = TimeSpan.FromMilliseconds(40), Jitter = TimeSpan.FromMilliseconds(40) }),
        new("slow", new LinkFaults { BytesPerSecond = 10 * cutAfterBytes }),
        new("slice", new LinkFaults { SliceBytes = 300 }),
        new("half-open", new LinkFaults { IsHalfOpen = true }),
        new("lost answers", new LinkFaults { IsHalfOpen = true, Directions = LinkDirections.ToClient }),
        new("cut", new LinkFaults { CutAfterBytes = cutAfterBytes }),
        new("reset", new LinkFaults { ResetAfterBytes = cutAfterBytes }),
        new("down", null),
    ];

    /// <summary>Makes a link bad for a while, and until it has done what its name says, then good again.</summary>
    /// <param name="proxy">The link.</param>
    /// <param name="time">How long it is bad at least.</param>
    /// <param name="meanwhile">Waits for what has to happen before it is good again.</param>
    public async Task HoldAsync(FaultProxy proxy, TimeSpan time, Func<Task>? meanwhile = null)
    {
        if (Faults is null)
        {
            await proxy.DownAsync();
            await Task.Delay(time);
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            proxy.Up();
            return;
        }

        var accepted = proxy.Accepted;
        proxy.Faults = Faults;
        await Task.Delay(time);
        await Until.TrueAsync(() => !EndsConnections || proxy.Accepted != accepted, TimeSpan.FromSeconds(60));
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        proxy.Faults = LinkFaults.None;
    }
}
