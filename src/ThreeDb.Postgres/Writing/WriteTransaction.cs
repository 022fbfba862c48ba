using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>A transaction that several batches share.</summary>
internal sealed class WriteTransaction(NpgsqlConnection connection)
{
    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>The number of the last change so far.</summary>
    public int Ordinal { get; private set; }

    /// <summary>How many entities and relations were made so far.</summary>
    public int Made { get; private set; }

    public void Advance(int ordinal, int made) => (Ordinal, Made) = (ordinal, Made + made);
}
