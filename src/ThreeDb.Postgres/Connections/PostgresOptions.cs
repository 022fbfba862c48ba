namespace ThreeDb.Postgres;

/// <summary>How the store reaches PostgreSQL.</summary>
public sealed record PostgresOptions
{
    /// <summary>The role as which the store works. It owns nothing and is bound by row-level security.</summary>
    public const string AppRole = "threedb_app";

    /// <summary>The role that owns the schema and runs migrations.</summary>
    public const string OwnerRole = "threedb_owner";

    /// <summary>A connection string of a user that may become <see cref="OwnerRole"/> and <see cref="AppRole"/>, or create them.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The largest number of connections for requests; default 20. Projections use a few beside them: four for reading the log, one for each that this process leads, two for wake-ups.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>How many write transactions run at once; default 2. More help when embedding is slow.</summary>
    public int WriteLanes { get; init; } = 2;

    /// <summary>The largest number of write units that share a transaction; default 512.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>How long a statement may take; default 30 s.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for a PostgreSQL that does not accept connections, as during a restart; default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether waiters are woken by commits; otherwise only the poll finds changes. For tests of the poll.</summary>
    internal bool WakesByCommits { get; init; } = true;

    /// <summary>How often who waits for changes asks PostgreSQL although nobody has told of any. Longer only for tests of the wake-ups.</summary>
    internal TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);
}
