namespace ThreeDb.LocalPostgres;

/// <summary>What a local PostgreSQL does now.</summary>
public enum LocalPostgresState
{
    /// <summary>Another server is configured (<c>THREEDB_POSTGRES</c>); 3db does not look after it.</summary>
    External,

    /// <summary>There is no cluster yet.</summary>
    NotInstalled,

    /// <summary>There is a cluster, and nothing runs it.</summary>
    Stopped,

    /// <summary>It runs and does not take connections: it starts, recovers, stops or hangs.</summary>
    Starting,

    /// <summary>It takes connections.</summary>
    Running,

    /// <summary>Somebody else runs a server on the cluster's files, out of reach of this process: in a container, for example.</summary>
    Foreign,
}

/// <summary>The state of a local PostgreSQL.</summary>
/// <param name="State">What it does.</param>
/// <param name="DataFolder">The folder with everything of the cluster.</param>
/// <param name="Source">Where its programs come from, when it is known.</param>
/// <param name="Version">PostgreSQL's version, when it is known.</param>
/// <param name="ProcessId">The server's process, when it runs.</param>
/// <param name="Port">The port on 127.0.0.1 that it has, or had.</param>
/// <param name="LogFile">The newest log file.</param>
public sealed record LocalPostgresStatus(
    LocalPostgresState State,
    string? DataFolder = null,
    PostgresSource? Source = null,
    string? Version = null,
    int? ProcessId = null,
    int? Port = null,
    string? LogFile = null);
