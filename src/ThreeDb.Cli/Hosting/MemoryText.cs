namespace ThreeDb.Cli;

/// <summary>What a server keeps in memory of a tenant, in words.</summary>
internal static class MemoryText
{
    private const long Unit = 1L << 20;

    /// <summary>What it is, as the name of a line.</summary>
    public static string NameOf(MemoryStatus status) => char.ToUpperInvariant(status.Kind[0]) + status.Kind[1..];

    /// <summary>How it stands, in a line.</summary>
    public static string Of(MemoryStatus status) => status.State switch
    {
        MemoryState.Loaded => $"in memory, {Quantity.Bytes(status.Bytes)} of {Quantity.Bytes(status.Budget)} allowed",
        MemoryState.Loading => "being loaded into memory",
        MemoryState.BySql => $"by SQL: {Reason(status)}",
        _ => $"not in memory yet; {Quantity.Bytes(status.Budget)} allowed",
    };

    /// <summary>That SQL has to answer, and what to do about it.</summary>
    public static string Warning(MemoryStatus status, string? tenant) => $"The {status.Kind} of the tenant '{tenant ?? Quantity.Unknown}' is answered by SQL: {Reason(status)}. {Remedy(status)}";

    /// <summary>What to do about what SQL has to answer.</summary>
    public static string Remedy(MemoryStatus status) => status.Need is { } need
        ? $"Run '3db down', then 'THREEDB_MEMORY={Enough(need)} 3db up'; algorithms are refused until then, and walks are slower."
        : "It is tried again; the log of the server says more.";

    /// <summary>A budget, which the server may not have told.</summary>
    public static string Allowed(long? budget) => budget is { } bytes ? $"it may take {Quantity.Bytes(bytes)} for graphs" : "with what it was started with";

    private static string Reason(MemoryStatus status) => status.Need is { } need
        ? $"it needs about {Quantity.Bytes(need)} of {Quantity.Bytes(status.Budget)} allowed"
        : status.Why ?? Quantity.Unknown;

    // As much again for algorithms and for growth, as the variable is written.
    private static string Enough(long need)
    {
        var megabytes = ((2 * need) + Unit - 1) / Unit;
        return megabytes < 1024 ? $"{megabytes}M" : $"{(megabytes + 1023) / 1024}G";
    }
}
