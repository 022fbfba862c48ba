namespace ThreeDb;

/// <summary>A stable, documented failure. Codes are never reused; each has a page in <c>docs/errors</c>.</summary>
/// <param name="Code">The code, <c>TDB</c> and four digits.</param>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="Title">What happened, in a few words that never change.</param>
/// <param name="Remedy">What to do when nothing more specific is known.</param>
public sealed record ErrorCode(string Code, ErrorKind Kind, string Title, string Remedy)
{
    /// <summary>Whether the same request may succeed when sent again unchanged.</summary>
    public bool IsTransient => Kind is ErrorKind.Unavailable or ErrorKind.Timeout or ErrorKind.RateLimited;

    /// <inheritdoc />
    public override string ToString() => Code;
}
