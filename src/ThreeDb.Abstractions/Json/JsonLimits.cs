namespace ThreeDb;

/// <summary>How large a JSON text may be.</summary>
public sealed record JsonLimits
{
    /// <summary>How many bytes a request may have around a document: ids, names and times at their longest.</summary>
    public const int AroundBytes = 16 << 10;

    // A patch within a mutation within a transaction puts five levels around a value.
    private const int AroundDepth = 5;
    private const int AroundMembers = 20;
    private const int AroundManyMembers = 200_000;
    private const int ManyDocuments = 10;

    /// <summary>The limits used when nothing else is configured.</summary>
    public static JsonLimits Default { get; } = new();

    /// <summary>The deepest nesting of objects and arrays; default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The largest number of object members and array elements together; default 100,000.</summary>
    public int MaxMembers { get; init; } = 100_000;

    /// <summary>The largest document in bytes, as 3db gives it out; default 8 MiB less <see cref="AroundBytes"/>. What is no document, such as a query, is not held to it.</summary>
    public int MaxBytes { get; init; } = (8 << 20) - AroundBytes;

    /// <summary>The depth that a refusal names; the callers know of documents, not of what stands around them.</summary>
    internal int SaidDepth { get => field == 0 ? MaxDepth : field; init; }

    /// <summary>The number of members that a refusal names.</summary>
    internal int SaidMembers { get => field == 0 ? MaxMembers : field; init; }

    /// <summary>The limits of a request that holds one such document.</summary>
    public JsonLimits Around() => this with { MaxDepth = MaxDepth + AroundDepth, SaidDepth = MaxDepth, MaxMembers = Clamp((long)MaxMembers + AroundMembers), SaidMembers = MaxMembers };

    /// <summary>The limits of a request that holds many such documents: together they may have ten times the members of one.</summary>
    public JsonLimits AroundMany() => this with { MaxDepth = MaxDepth + AroundDepth, SaidDepth = MaxDepth, MaxMembers = Clamp(((long)MaxMembers * ManyDocuments) + AroundManyMembers) };

    private static int Clamp(long members) => (int)Math.Min(members, int.MaxValue);
}
