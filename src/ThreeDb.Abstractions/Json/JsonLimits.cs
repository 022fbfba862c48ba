namespace ThreeDb;

/// <summary>How large a JSON text may be.</summary>
public sealed record JsonLimits
{
    /// <summary>The limits used when nothing else is configured.</summary>
    public static JsonLimits Default { get; } = new();

    /// <summary>The deepest nesting of objects and arrays; default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The largest number of object members and array elements together; default 100,000.</summary>
    public int MaxMembers { get; init; } = 100_000;
}
