using System.Data.Common;
using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>A PostgreSQL that answers. <see cref="ToString"/> leaves the password out.</summary>
public sealed class LocalPostgresInstance
{
    /// <summary>Where it comes from.</summary>
    public required PostgresSource Source { get; init; }

    /// <summary>The folder of the Unix socket, which is quicker than TCP; null for a container or an external server.</summary>
    public string? SocketFolder { get; init; }

    /// <summary>The port on 127.0.0.1, which also names the socket; 0 for an external server.</summary>
    public int Port { get; init; }

    /// <summary>The superuser's name; empty for an external server.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The superuser's password; empty for an external server.</summary>
    public string Password { get; init; } = "";

    /// <summary>PostgreSQL's version, such as <c>17.6</c>; null for an external server.</summary>
    public string? Version { get; init; }

    /// <summary>The process id of the server; null for a container or an external server.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The folder with everything of this cluster; null for an external server.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The newest log file; null for a container or an external server.</summary>
    public string? LogFile { get; init; }

    /// <summary>Whether this call started it; false when it ran already and was adopted.</summary>
    public bool WasStarted { get; init; }

    internal string? ExternalConnectionString { get; init; }

    /// <summary>A connection string with the keys that Npgsql knows; an external one is returned as it was given.</summary>
    /// <param name="database">The database.</param>
    /// <param name="overTcp">Whether to use TCP though there is a socket.</param>
    public string ToConnectionString(string database = "postgres", bool overTcp = false) => ExternalConnectionString
        ?? new DbConnectionStringBuilder
        {
            ["Host"] = overTcp || SocketFolder is null ? "127.0.0.1" : SocketFolder,
            ["Port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["Username"] = UserName,
            ["Password"] = Password,
            ["Database"] = database,
        }.ConnectionString;

    /// <inheritdoc />
    public override string ToString() => Source == PostgresSource.External
        ? "external PostgreSQL"
        : $"PostgreSQL {Version} ({Source}), 127.0.0.1:{Port}, data in '{DataFolder}'";
}
