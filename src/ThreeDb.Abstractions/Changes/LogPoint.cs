namespace ThreeDb.Changes;

/// <summary>A point in the change log of one database: after the change with this number in this transaction.</summary>
/// <param name="TransactionId">The transaction (xid8 of PostgreSQL).</param>
/// <param name="Ordinal">The number of the change in it, from 1; <see cref="int.MaxValue"/>: after all of them.</param>
public readonly record struct LogPoint(ulong TransactionId, int Ordinal) : IComparable<LogPoint>
{
    /// <summary>Before every change.</summary>
    public static LogPoint Start => default;

    /// <summary>After everything below a frontier: all transactions before it have ended, and what they changed can be read.</summary>
    public static LogPoint Below(ulong frontier) => new(frontier - 1, int.MaxValue);

    /// <inheritdoc />
    public int CompareTo(LogPoint other) =>
        TransactionId == other.TransactionId ? Ordinal.CompareTo(other.Ordinal) : TransactionId.CompareTo(other.TransactionId);

    /// <summary>Whether one point lies before another.</summary>
    public static bool operator <(LogPoint a, LogPoint b) => a.CompareTo(b) < 0;

    /// <summary>Whether one point lies after another.</summary>
    public static bool operator >(LogPoint a, LogPoint b) => a.CompareTo(b) > 0;

    /// <summary>Whether one point does not lie after another.</summary>
    public static bool operator <=(LogPoint a, LogPoint b) => a.CompareTo(b) <= 0;

    /// <summary>Whether one point does not lie before another.</summary>
    public static bool operator >=(LogPoint a, LogPoint b) => a.CompareTo(b) >= 0;

    /// <inheritdoc />
    public override string ToString() => $"{TransactionId}.{Ordinal}";
}
