namespace ThreeDb.Postgres;

/// <summary>Counts what a bulk load does. Owner: the loop of the load.</summary>
internal sealed class BulkTally(IProgress<BulkProgress>? progress, PositionCodec positions, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly List<BulkError> _errors = [];
    private readonly long[] _outcomes = new long[4];
    private long _reported = time.GetTimestamp();
    private Position? _settled;
    private Position? _position;
    private long _items;
    private long _failed;

    public bool HasFailures => _failed > 0;

    public void Read()
    {
        _items++;
        if (progress is not null && time.GetElapsedTime(_reported) > Interval)
        {
            Report();
        }
    }

    public void Report()
    {
        _reported = time.GetTimestamp();
        progress?.Report(new BulkProgress(_items, _failed));
    }

    public void Fail(long line, ThreeDbException error)
    {
        _failed++;
        if (_errors.Count < BulkOptions.MaxListedErrors)
        {
            _errors.Add(new BulkError(line, error));
        }
    }

    public void Succeed(TransactionResult result)
    {
        _outcomes[(int)result.Results[0].Outcome]++;
        if (_settled != result.Position)
        {
            // Lines are settled in their order, and transactions commit in another.
            _settled = result.Position;
            _position = _position is { } latest ? positions.Later(latest, result.Position) : result.Position;
        }
    }

    public BulkSummary Summary(bool rolledBack = false) => new()
    {
        Items = _items,
        Created = rolledBack ? 0 : _outcomes[(int)WriteOutcome.Created],
        Updated = rolledBack ? 0 : _outcomes[(int)WriteOutcome.Updated],
        Unchanged = rolledBack ? 0 : _outcomes[(int)WriteOutcome.Unchanged],
        Deleted = rolledBack ? 0 : _outcomes[(int)WriteOutcome.Deleted],
        Failed = _failed,
        RolledBack = rolledBack,
        Errors = [.. _errors.OrderBy(error => error.Line)],
        Position = rolledBack ? null : _position,
    };
}
