namespace ThreeDb.LocalPostgres;

/// <summary>Why no way led to a PostgreSQL, and what would open each of them.</summary>
internal sealed class ClosedWays
{
    /// <summary>How remedies end that stand for themselves.</summary>
    public const string OrNameOne = ", or set THREEDB_POSTGRES to a connection string.";

    private readonly List<string> _reasons = [];
    private readonly List<string> _remedies = ["Set THREEDB_POSTGRES to a connection string"];

    /// <summary>Adds a way that is closed.</summary>
    /// <param name="reason">Why, within a sentence.</param>
    /// <param name="remedy">What opens it, as a sentence without its full stop.</param>
    public void Add(string reason, string remedy)
    {
        _reasons.Add(reason);
        if (!_remedies.Contains(remedy))
        {
            _remedies.Add(remedy);
        }
    }

    /// <summary>Adds a way that is closed because of a failure.</summary>
    public void Add(ThreeDbException failure) =>
        Add(failure.Message.TrimEnd('.'), (failure.Hint.EndsWith(OrNameOne, StringComparison.Ordinal) ? failure.Hint[..^OrNameOne.Length] : failure.Hint).TrimEnd('.'));

    /// <summary>The error when no way is left.</summary>
    public ThreeDbException ToException() => new(
        ErrorCodes.NoRuntime, $"No PostgreSQL is at hand and none can be fetched: {string.Join("; ", _reasons)}.",
        $"One of these is enough. {string.Join(". ", _remedies)}.");
}
