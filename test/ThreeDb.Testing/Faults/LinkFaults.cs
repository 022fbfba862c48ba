namespace ThreeDb.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to the bytes of its connections. Nothing, unless set.</summary>
public sealed record LinkFaults
{
    /// <summary>A link without faults.</summary>
    public static LinkFaults None { get; } = new();

    /// <summary>The directions that the faults concern.</summary>
    public LinkDirections Directions { get; init; } = LinkDirections.Both;

    /// <summary>How long bytes are under way. Throughput stays: what was sent together arrives together.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How much longer at most, at random.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How many bytes pass in a second; no limit when 0.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>The largest segment that is sent; no limit when 0.</summary>
    public int SliceBytes { get; init; }

    /// <summary>Whether nothing passes, neither bytes nor ends of connections, while connections stay open and new ones are taken.</summary>
    public bool IsHalfOpen { get; init; }

    /// <summary>After how many bytes in one direction a connection is closed, wherever the message is; never when 0.</summary>
    public long CutAfterBytes { get; init; }

    /// <summary>After how many bytes in one direction a connection is reset; never when 0.</summary>
    public long ResetAfterBytes { get; init; }
}

/// <summary>The directions of a link.</summary>
[Flags]
public enum LinkDirections
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>What the client sends.</summary>
    ToServer = 1,

    /// <summary>What the server answers.</summary>
    ToClient = 2,

    /// <summary>Both.</summary>
    Both = ToServer | ToClient,
}
