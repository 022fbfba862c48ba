namespace ThreeDb;

/// <summary>A point in the change log: opaque, returned by every write.</summary>
/// <param name="Token">The text that stands for the point. It has no meaning and no order outside of the server that made it.</param>
public readonly record struct Position(string Token)
{
    /// <inheritdoc />
    public override string ToString() => Token;
}
