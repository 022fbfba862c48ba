namespace ThreeDb.LocalPostgres;

/// <summary>Where PostgreSQL comes from.</summary>
public enum PostgresSource
{
    /// <summary>The first of the others that is at hand, in their order; a request, never an answer.</summary>
    Auto,

    /// <summary>A server that somebody else runs, named by <c>THREEDB_POSTGRES</c>. 3db starts and stops nothing.</summary>
    External,

    /// <summary>An installation on the machine, version 16 or newer, with pgvector.</summary>
    Installed,

    /// <summary>Debian's packages, unpacked in the cache folder (<see cref="KnownRuntimes.Postgres17"/>).</summary>
    Private,

    /// <summary>A container of Docker or Podman.</summary>
    Container,
}
