namespace ThreeDb;

/// <summary>Settings of an embedded 3db. Defaults suit a first try.</summary>
public sealed class ThreeDbOptions
{
    /// <summary>Where PostgreSQL is. Null: the environment variable <c>THREEDB_POSTGRES</c>, else a local PostgreSQL that 3db provides.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The tenant that <see cref="IThreeDb"/> works in when the application registers just one; created when missing. Default <c>default</c>.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>The name under which changes are recorded; default <c>app</c>.</summary>
    public string Actor { get; set; } = "app";

    /// <summary>Whether opening brings the schema of the database up to date; default true.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>The largest number of connections to PostgreSQL: 4 to 1,000; default 20.</summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>How many write transactions run at once: 1 to 64; default 2.</summary>
    public int WriteLanes { get; set; } = 2;

    /// <summary>Whether this process runs projections, as one of those that may lead them; default true.</summary>
    public bool RunProjections { get; set; } = true;

    /// <summary>How long one statement may take: 1 s to 1 h; default 30 s.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The memory that graphs and indexes of all tenants may take in this process, in bytes: 1 MB to 1 TB; default a quarter of the machine's. What does not fit is answered by SQL.</summary>
    public long MemoryBudget { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>The deepest nesting of documents: 1 to 64; default 64.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>The largest number of members and elements of a document: 1 to 10,000,000; default 100,000.</summary>
    public int MaxMembers { get; set; } = 100_000;

    /// <summary>The largest document in bytes, as 3db gives it out: 1,024 to 256 MiB; default 8 MiB less 16 KiB, so that a server's request of 8 MiB holds it with everything around it.</summary>
    public int MaxDocumentBytes { get; set; } = JsonLimits.Default.MaxBytes;
}
