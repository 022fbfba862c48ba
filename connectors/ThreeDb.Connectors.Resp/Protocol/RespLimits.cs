namespace ThreeDb.Connectors.Resp;

/// <summary>What a server may send at most, so that a broken or hostile one cannot take all memory.</summary>
public sealed record RespLimits
{
    /// <summary>How deep aggregates may nest. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The longest line: a short text, an error, a number. Default 64 KiB.</summary>
    public int MaxLine { get; init; } = 64 << 10;

    /// <summary>The longest blob, in bytes. Default 64 MiB.</summary>
    public int MaxBlob { get; init; } = 64 << 20;

    /// <summary>The memory of one whole answer, about, in bytes. Default 256 MiB.</summary>
    public long MaxAnswer { get; init; } = 256L << 20;
}
